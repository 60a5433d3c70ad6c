import {
  GIG_NUMBER_BITS,
  type GigState,
  type GigWithHistory,
  MAX_PAGE,
  TownError,
  type Gig as TownGig,
  type WalletGigs,
} from '@distributed-town/protocol'
import type { Node } from '../../node.ts'
import { statements } from '../compile.ts'
import { prepare } from '../prepared.ts'
import { parseRow } from './columns.ts'
import { requireCommunity } from './communities.ts'
import { listGigHistory } from './history.ts'
import { type Page, type PageOptions, parseAfter, toPage } from './page.ts'
import { type Gig, gigTable } from './tables.ts'
import { requireWallet } from './wallets.ts'

/** The ids of the database end here; the contracts' would go on. */
const MAX_ID = 2n ** 63n - 1n

/** States that a gig does not leave. */
const FINAL: readonly GigState[] = ['Rated', 'Settled', 'Cancelled']

type GigRange = { readonly first: bigint; readonly end: bigint; readonly most: number }

const gigsFrom = ({ first, end, most }: GigRange) =>
  statements
    .selectFrom('chain.gig')
    .selectAll()
    .where('id', '>=', first)
    .where('id', '<', end)
    .orderBy('id', 'desc')
    .limit(most)

const listGigs = prepare('listGigs', (range: GigRange) => gigsFrom(range))

const listGigsInState = prepare(
  'listGigsInState',
  (range: GigRange & { readonly communityId: bigint; readonly state: GigState }) =>
    gigsFrom(range).where('community_id', '=', range.communityId).where('state', '=', range.state),
)

/** Newest first. @throws NOT_FOUND */
export const listCommunityGigs = async (
  node: Pick<Node, 'pool'>,
  {
    communityId,
    state,
    limit,
    after,
  }: { readonly communityId: number; readonly state?: GigState | undefined } & PageOptions,
): Promise<Page<TownGig>> => {
  // The community is the upper part of a gig's id.
  const first = BigInt(communityId) << BigInt(GIG_NUMBER_BITS)
  const next = first + (1n << BigInt(GIG_NUMBER_BITS))
  const [before = next] = after === undefined ? [] : parseAfter(after, 1)
  const range = { first, end: before < next ? before : next, most: limit + 1 }
  const rows =
    state === undefined
      ? await listGigs(node, range)
      : await listGigsInState(node, { ...range, communityId: BigInt(communityId), state })
  if (rows.length === 0) await requireCommunity(node, communityId)
  return toPage(rows, limit, {
    item: (row) => gigOf(parseRow(gigTable, row)),
    key: ({ id }) => id.toString(),
  })
}

/** @throws NOT_FOUND */
export const getGigWithHistory = async (node: Pick<Node, 'db'>, id: bigint): Promise<GigWithHistory> => {
  if (id > MAX_ID) throw new TownError('NOT_FOUND')
  const row = await node.db.selectFrom('chain.gig').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw new TownError('NOT_FOUND')
  return { ...gigOf(parseRow(gigTable, row)), history: await listGigHistory(node, id) }
}

/** All that are not over and the latest of the others, newest first. @throws NOT_FOUND */
export const listWalletGigs = async (node: Pick<Node, 'db' | 'pool'>, walletId: number): Promise<WalletGigs> => {
  await requireWallet(node, walletId)
  const [asCreator, asTaker] = await Promise.all([
    listGigsOfParty(node, 'creator', walletId),
    listGigsOfParty(node, 'taker', walletId),
  ])
  return { asCreator, asTaker }
}

const listGigsOfParty = async (
  { db }: Pick<Node, 'db'>,
  party: 'creator' | 'taker',
  walletId: number,
): Promise<TownGig[]> => {
  const all = db
    .selectFrom('chain.gig')
    .selectAll()
    .where(party, '=', BigInt(walletId))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
  const [unfinished, finished] = await Promise.all([
    all.where('state', 'not in', FINAL).execute(),
    all.where('state', 'in', FINAL).limit(MAX_PAGE).execute(),
  ])
  return [...unfinished, ...finished].map((row) => gigOf(parseRow(gigTable, row)))
}

const gigOf = (row: Gig): TownGig => {
  const { id, communityId, creator, taker, state, skill, commitment, credits, durationDays, round, changes } = row
  const { record, work, since, deadline, createdAt, rating, ratingCounted } = row
  return {
    id,
    communityId,
    creator,
    taker,
    state,
    skill,
    commitment,
    credits,
    durationDays,
    round,
    changes,
    record,
    work,
    since,
    deadline: state === 'Taken' ? deadline : null,
    createdAt,
    rating,
    ratingCounted,
    // There are none yet (spec §8).
    project: null,
  }
}
