import type { StatementItem } from '@distributed-town/protocol'
import { sql } from 'kysely'
import type { Node } from '../../node.ts'
import { parseRow } from './columns.ts'
import { type Page, type PageOptions, parseAfter, toPage } from './page.ts'
import { type StatementEntry, statementTable } from './tables.ts'
import { requireWallet } from './wallets.ts'

/** Newest first. @throws NOT_FOUND */
export const listStatement = async (
  node: Pick<Node, 'db' | 'pool'>,
  { walletId, limit, after }: { readonly walletId: number } & PageOptions,
): Promise<Page<StatementItem>> => {
  await requireWallet(node, walletId)
  let query = node.db
    .selectFrom('chain.statement')
    .selectAll()
    .where('wallet_id', '=', BigInt(walletId))
    .orderBy('block_number', 'desc')
    .orderBy('log_index', 'desc')
    .orderBy('part', 'desc')
    .limit(limit + 1)
  if (after !== undefined) {
    const [block, log, part] = parseAfter(after, 3)
    query = query.where(
      sql<boolean>`(block_number, log_index, part) < (${block}::bigint, ${log}::bigint, ${part}::bigint)`,
    )
  }
  return toPage(await query.execute(), limit, {
    item: (row) => itemOf(parseRow(statementTable, row)),
    key: ({ block_number, log_index, part }) => `${block_number}.${log_index}.${part}`,
  })
}

const itemOf = (entry: StatementEntry): StatementItem => {
  const { blockNumber, logIndex, txHash, at, kind, amount, balance, communityId, gigId } = entry
  // The table's check: one of the two is set.
  const counterparty = entry.counterpartyWallet ?? entry.counterpartyAccount ?? 'vault'
  return { blockNumber, logIndex, transactionHash: txHash, at, kind, amount, balance, communityId, counterparty, gigId }
}
