import {
  addressParamsSchema,
  pageQuerySchema,
  partnersSchema,
  statementPageSchema,
  walletGigsSchema,
  walletParamsSchema,
  walletSchema,
} from '@distributed-town/protocol'
import { listWalletGigs } from '../../db/chain/gigs.ts'
import { listPartners } from '../../db/chain/partners.ts'
import { listStatement } from '../../db/chain/statement.ts'
import { getWallet, getWalletByOwner } from '../../db/chain/wallets.ts'
import { type Answers, sendAnswer, toAnswer } from '../answers.ts'
import { parse } from '../errors.ts'
import { describe } from '../operation.ts'
import type { ApiPlugin } from '../server.ts'

export const walletRoutes =
  ({ answers }: { readonly answers: Answers }): ApiPlugin =>
  (app, node) => {
    app.get(
      '/api/wallets/:id',
      describe({ summary: 'A Skill Wallet', params: walletParamsSchema, answer: walletSchema }),
      ({ url, params }, reply) =>
        sendAnswer(reply, answers, url, async () => {
          const wallet = await getWallet(node, parse(walletParamsSchema, params).id)
          return toAnswer(walletSchema, wallet, [`wallet:${wallet.id}`])
        }),
    )

    app.get(
      '/api/wallets/by-owner/:address',
      describe({ summary: 'The Skill Wallet of an address', params: addressParamsSchema, answer: walletSchema }),
      ({ url, params }, reply) =>
        sendAnswer(reply, answers, url, async () => {
          const wallet = await getWalletByOwner(node, parse(addressParamsSchema, params).address)
          return toAnswer(walletSchema, wallet, [`wallet:${wallet.id}`])
        }),
    )

    app.get(
      '/api/wallets/:id/statement',
      describe({
        summary: 'Movements of credits of a wallet, newest first',
        params: walletParamsSchema,
        query: pageQuerySchema,
        answer: statementPageSchema,
      }),
      ({ url, params, query }, reply) =>
        sendAnswer(reply, answers, url, async () => {
          const { id } = parse(walletParamsSchema, params)
          const page = await listStatement(node, { walletId: id, ...parse(pageQuerySchema, query) })
          return toAnswer(statementPageSchema, page, [`wallet:${id}`])
        }),
    )

    app.get(
      '/api/wallets/:id/gigs',
      describe({
        summary: 'Gigs that a wallet created and took',
        params: walletParamsSchema,
        answer: walletGigsSchema,
      }),
      ({ url, params }, reply) =>
        sendAnswer(reply, answers, url, async () => {
          const { id } = parse(walletParamsSchema, params)
          return toAnswer(walletGigsSchema, await listWalletGigs(node, id), [`wallet:${id}`])
        }),
    )

    app.get(
      '/api/wallets/:id/partners',
      describe({
        summary: 'With whom a wallet completed gigs',
        params: walletParamsSchema,
        answer: partnersSchema,
      }),
      ({ url, params }, reply) =>
        sendAnswer(reply, answers, url, async () => {
          const { id } = parse(walletParamsSchema, params)
          return toAnswer(partnersSchema, { items: await listPartners(node, id) }, [`wallet:${id}`])
        }),
    )
  }
