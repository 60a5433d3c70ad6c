import { type pageQuerySchema, type StatementPage, statementPageSchema } from '@distributed-town/protocol'
import type * as z from 'zod/mini'
import { queryString, requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * A page of what moved the balance of a wallet, latest first. `amount` is signed; `balance` is that after it. Base units.
 *
 * @throws TownError NOT_FOUND, and as `requestJson`.
 */
export const getStatement = (
  town: Town,
  { walletId, ...query }: { readonly walletId: number } & Partial<z.output<typeof pageQuerySchema>>,
): Promise<StatementPage> =>
  requestJson(town, { path: `/api/wallets/${walletId}/statement${queryString(query)}`, schema: statementPageSchema })
