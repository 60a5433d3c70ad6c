import {
  addressParamsSchema,
  pageQuerySchema,
  statementPageSchema,
  walletGigsSchema,
  walletParamsSchema,
  walletSchema,
} from '@distributed-town/protocol'
import { listWalletGigs } from '../../db/chain/gigs.ts'
import { listStatement } from '../../db/chain/statement.ts'
import { getWallet, getWalletByOwner } from '../../db/chain/wallets.ts'
import { type Answers, sendAnswer, toAnswer } from '../answers.ts'
import { parse } from '../errors.ts'
import type { ApiPlugin } from '../server.ts'

export const walletRoutes =
  ({ answers }: { readonly answers: Answers }): ApiPlugin =>
  (app, node) => {
    app.get('/api/wallets/:id', ({ url, params }, reply) =>
      sendAnswer(reply, answers, url, async () =>
        toAnswer(walletSchema, await getWallet(node, parse(walletParamsSchema, params).id)),
      ),
    )

    app.get('/api/wallets/by-owner/:address', ({ url, params }, reply) =>
      sendAnswer(reply, answers, url, async () =>
        toAnswer(walletSchema, await getWalletByOwner(node, parse(addressParamsSchema, params).address)),
      ),
    )

    app.get('/api/wallets/:id/statement', ({ url, params, query }, reply) =>
      sendAnswer(reply, answers, url, async () => {
        const { id } = parse(walletParamsSchema, params)
        const page = await listStatement(node, { walletId: id, ...parse(pageQuerySchema, query) })
        return toAnswer(statementPageSchema, page)
      }),
    )

    app.get('/api/wallets/:id/gigs', ({ url, params }, reply) =>
      sendAnswer(reply, answers, url, async () =>
        toAnswer(walletGigsSchema, await listWalletGigs(node, parse(walletParamsSchema, params).id)),
      ),
    )
  }
