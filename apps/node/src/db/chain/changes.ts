import type pg from 'pg'
import type { Node } from '../../node.ts'
import { statements } from '../compile.ts'
import { prepare } from '../prepared.ts'
import { parseRow } from './columns.ts'
import { type Change, changeTable } from './tables.ts'
import type { WorkingSet } from './working-set.ts'

// Glossary. Subject: what answers show, by a name. Change: one commit to the tables, with the subjects that it touched.

/**
 * - `communities`: any row of a community, and so any member and any gig: whoever changes one has loaded its community
 * - `community`: its row, its history, its members with their rates
 * - `gigs`: all gigs of a community
 * - `gig`: its row and its history
 * - `wallet`: its row, its rates, its statement, the gigs that it created or took
 */
export type Subject = 'communities' | `community:${number}` | `gigs:${number}` | `gig:${bigint}` | `wallet:${number}`

/** Changes that are kept; whoever asks less often than they come forgets everything. */
const KEPT = 1_000

/** A change that touches more touches everything: such are the ranges of a chain that is read from its beginning. */
const MAX_SUBJECTS = 2_000

/** In the transaction that changes the tables, which holds the lock of the cursor: versions are seen in their order. */
export const storeChange = async (client: pg.ClientBase, touched: readonly Subject[] | 'everything'): Promise<void> => {
  if (touched.length === 0) return
  const named = touched === 'everything' || touched.length > MAX_SUBJECTS ? null : touched
  await client.query(
    `with made as (insert into ${changeTable.name} (touched) values ($1) returning version)
      delete from ${changeTable.name} using made where ${changeTable.name}.version <= made.version - ${KEPT}`,
    [named],
  )
}

/** Of all rows of a set: each may have changed, and a wallet that moved has both communities in it. */
export const subjectsOf = ({ communities, wallets, gigs }: WorkingSet): readonly Subject[] => [
  ...(communities.size > 0 ? ['communities' as const] : []),
  ...[...communities.keys()].map((id) => `community:${id}` as const),
  ...new Set([...gigs.values()].map(({ communityId }) => `gigs:${communityId}` as const)),
  ...[...gigs.keys()].map((id) => `gig:${id}` as const),
  ...[...wallets.keys()].map((id) => `wallet:${id}` as const),
]

const listFrom = prepare('listChangesFrom', ({ version }: { version: bigint }) =>
  statements
    .selectFrom('chain.change')
    .selectAll()
    .where('version', '>=', version)
    .orderBy('version', 'desc')
    .limit(KEPT),
)

/** A version and what came after it, newest first. It is not among them if too much came after it. */
export const listChangesFrom = async (node: Pick<Node, 'pool'>, version: number): Promise<readonly Change[]> =>
  (await listFrom(node, { version: BigInt(version) })).map((row) => parseRow(changeTable, row))
