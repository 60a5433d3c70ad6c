import {
  addressParamsSchema,
  pageQuerySchema,
  statementPageSchema,
  walletGigsSchema,
  walletParamsSchema,
  walletSchema,
} from '@distributed-town/protocol'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listWalletGigs } from '../../db/chain/gigs.ts'
import { listStatement } from '../../db/chain/statement.ts'
import { getWallet, getWalletByOwner } from '../../db/chain/wallets.ts'
import type { Node } from '../../node.ts'
import { parse } from '../errors.ts'

export const walletRoutes = (app: FastifyInstance, node: Node): void => {
  app.get('/api/wallets/:id', async ({ params }) => {
    const wallet = await getWallet(node, parse(walletParamsSchema, params).id)
    return z.encode(walletSchema, wallet)
  })

  app.get('/api/wallets/by-owner/:address', async ({ params }) => {
    const wallet = await getWalletByOwner(node, parse(addressParamsSchema, params).address)
    return z.encode(walletSchema, wallet)
  })

  app.get('/api/wallets/:id/statement', async ({ params, query }) => {
    const { id } = parse(walletParamsSchema, params)
    const page = await listStatement(node, { walletId: id, ...parse(pageQuerySchema, query) })
    return z.encode(statementPageSchema, page)
  })

  app.get('/api/wallets/:id/gigs', async ({ params }) => {
    const gigs = await listWalletGigs(node, parse(walletParamsSchema, params).id)
    return z.encode(walletGigsSchema, gigs)
  })
}
