import {
  type CommunityHistoryItem,
  communityHistoryItemSchema,
  type GigHistoryItem,
  gigHistoryItemSchema,
} from '@distributed-town/protocol'
import { sql } from 'kysely'
import type { Node } from '../../node.ts'
import { parseRow, type StoredOf } from './columns.ts'
import { requireCommunity } from './communities.ts'
import { type Page, type PageOptions, parseAfter, toPage } from './page.ts'
import { historyTable } from './tables.ts'

/** A gig can be taken and given up again and again; nobody reads more than this. */
const MAX_GIG_HISTORY = 500

/** Newest first; steps of gigs are with the gigs. @throws NOT_FOUND */
export const listCommunityHistory = async (
  node: Pick<Node, 'db' | 'pool'>,
  {
    communityId,
    types,
    limit,
    after,
  }: {
    readonly communityId: number
    /** Kinds with commas between. */
    readonly types?: string | undefined
  } & PageOptions,
): Promise<Page<CommunityHistoryItem>> => {
  await requireCommunity(node, communityId)
  let query = node.db
    .selectFrom('chain.history')
    .selectAll()
    .where('community_id', '=', BigInt(communityId))
    .where('gig_id', 'is', null)
    .orderBy('block_number', 'desc')
    .orderBy('log_index', 'desc')
    .limit(limit + 1)
  if (types !== undefined) query = query.where('type', 'in', types.split(','))
  if (after !== undefined) {
    const [block, log] = parseAfter(after, 2)
    query = query.where(sql<boolean>`(block_number, log_index) < (${block}::bigint, ${log}::bigint)`)
  }
  return toPage(await query.execute(), limit, {
    item: (row) => communityHistoryItemSchema.parse(onWire(row)),
    key: ({ block_number, log_index }) => `${block_number}.${log_index}`,
  })
}

/** In the order of the chain: the latest, should there be too many. */
export const listGigHistory = async ({ db }: Pick<Node, 'db'>, gigId: bigint): Promise<GigHistoryItem[]> => {
  const rows = await db
    .selectFrom('chain.history')
    .selectAll()
    .where('gig_id', '=', gigId)
    .orderBy('block_number', 'desc')
    .orderBy('log_index', 'desc')
    .limit(MAX_GIG_HISTORY)
    .execute()
  return rows.reverse().map((row) => gigHistoryItemSchema.parse(onWire(row)))
}

const onWire = (row: StoredOf<typeof historyTable>): Record<string, unknown> => {
  const { blockNumber, logIndex, txHash, at, type, data } = parseRow(historyTable, row)
  return { ...data, blockNumber, logIndex, transactionHash: txHash, at, type }
}
