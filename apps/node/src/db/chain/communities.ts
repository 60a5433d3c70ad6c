import {
  type CommunityWithRoster,
  type Member,
  MIN_MEMBERS,
  MIN_SPENDERS,
  missingSkills,
  type NetworkTown,
  SKILLS_PER_TEMPLATE,
  type Community as TownCommunity,
  TownError,
} from '@distributed-town/protocol'
import { sql } from 'kysely'
import type { Node } from '../../node.ts'
import { statements } from '../compile.ts'
import { prepare } from '../prepared.ts'
import { accountOf } from './account.ts'
import { parseRow } from './columns.ts'
import { type Page, type PageOptions, parseAfter, toPage } from './page.ts'
import { residentFrom, residentSince } from './residence.ts'
import { type Community, communityTable, type Rating, ratingTable, type Wallet, walletTable } from './tables.ts'
import { ratedSkills } from './wallets.ts'

export type CommunityFilter = {
  readonly template?: number | undefined
  /** Communities in which nobody has this skill. */
  readonly skill?: number | undefined
  /** Beginnings of words of name, purpose or place. */
  readonly q?: string | undefined
}

/** In the order of their founding. */
export const listCommunities = async (
  { db }: Pick<Node, 'db'>,
  { template, skill, q, limit, after }: CommunityFilter & PageOptions,
): Promise<Page<TownCommunity>> => {
  let query = db
    .selectFrom('chain.community')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1)
  if (template !== undefined) query = query.where('template', '=', template)
  if (skill !== undefined) {
    // Arrays begin at 1.
    const place = (skill % SKILLS_PER_TEMPLATE) + 1
    query = query
      .where('template', '=', Math.floor(skill / SKILLS_PER_TEMPLATE))
      .where(sql`skill_counts[${place}::integer]`, '=', 0)
  }
  const words = wordsOf(q ?? '')
  if (words !== '') query = query.where(sql<boolean>`search @@ to_tsquery('simple', ${words})`)
  if (after !== undefined) {
    const [id = 0n] = parseAfter(after, 1)
    query = query.where('id', '>', id)
  }
  const rows = await query.execute()
  return toPage(rows, limit, {
    item: (row) => communityOf(parseRow(communityTable, row)),
    key: ({ id }) => id.toString(),
  })
}

/** What a map of all towns needs of each, in the order of their founding. */
export const listNetwork = async (
  { db }: Pick<Node, 'db'>,
  { limit, after }: PageOptions,
): Promise<Page<NetworkTown>> => {
  const [from = 0n] = after === undefined ? [] : parseAfter(after, 1)
  const rows = await db
    .selectFrom('chain.community')
    .select(['id', 'template', 'name', 'purpose', 'place', 'language', 'members', 'score', 'spenders'])
    .select('skill_counts as skillCounts')
    .where('id', '>', from)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, {
    item: ({ id, spenders, ...row }) => ({ id: Number(id), ...row, ...stateOf({ members: row.members, spenders }) }),
    key: ({ id }) => id.toString(),
  })
}

const findCommunity = prepare('findCommunity', ({ id }: { id: bigint }) =>
  statements.selectFrom('chain.community').selectAll().where('id', '=', id),
)

const listMembers = prepare('listMembers', ({ id }: { id: bigint }) =>
  statements.selectFrom('chain.wallet').selectAll().where('community_id', '=', id).orderBy('joined_at').orderBy('id'),
)

const listMemberRatings = prepare('listMemberRatings', ({ id }: { id: bigint }) =>
  statements
    .selectFrom('chain.wallet')
    .innerJoin('chain.rating', 'chain.rating.wallet_id', 'chain.wallet.id')
    .selectAll('chain.rating')
    .where('chain.wallet.community_id', '=', id),
)

/**
 * With everything public of its members, in the order of their joining.
 * @returns also when it will be another without anything happening on chain, in seconds: when a member becomes a resident.
 * @throws NOT_FOUND
 */
export const getCommunity = async (
  node: Pick<Node, 'pool' | 'chain'>,
  id: number,
): Promise<{ readonly community: CommunityWithRoster; readonly changesAt: number }> => {
  const args = { id: BigInt(id) }
  const [[row], wallets, ratings] = await Promise.all([
    findCommunity(node, args),
    listMembers(node, args),
    listMemberRatings(node, args),
  ])
  if (row === undefined) throw new TownError('NOT_FOUND')
  const rates = ratings.map((rating) => parseRow(ratingTable, rating))
  const members = wallets.map((wallet) => parseRow(walletTable, wallet))
  const now = node.chain.time()
  return {
    community: {
      ...communityOf(parseRow(communityTable, row)),
      roster: members.map((member) => memberOf(member, rates, now)),
    },
    changesAt: Math.min(...members.map((member) => residentFrom(member) ?? Infinity).filter((time) => time > now)),
  }
}

/** @throws NOT_FOUND */
export const requireCommunity = async (node: Pick<Node, 'pool'>, id: number): Promise<void> => {
  const [row] = await findCommunity(node, { id: BigInt(id) })
  if (row === undefined) throw new TownError('NOT_FOUND')
}

const communityOf = (row: Community): TownCommunity => {
  const { id, address, template, name, purpose, place, language, key, founder, members, score, skillCounts } = row
  const { openGigs, release, foundedAt, epoch, vault, treasury, escrow, spenders } = row
  return {
    id,
    address,
    template,
    name,
    purpose,
    place,
    language,
    key,
    founder,
    members,
    ...stateOf({ members, spenders }),
    score,
    skillCounts,
    missingSkills: [...missingSkills({ template, counts: skillCounts })],
    openGigs,
    release,
    foundedAt,
    epoch,
    vault,
    treasury,
    escrow,
  }
}

/** Whether it is active (spec §3.6) and founding (spec §3.7). */
export const stateOf = ({ members, spenders }: Pick<Community, 'members' | 'spenders'>) => ({
  active: members >= MIN_MEMBERS,
  founding: spenders < MIN_SPENDERS,
})

const memberOf = (wallet: Wallet, ratings: readonly Rating[], now: number): Member => ({
  walletId: wallet.id,
  owner: wallet.owner,
  ...accountOf(wallet),
  granted: wallet.granted,
  validated: wallet.validatedAt !== null,
  skills: ratedSkills(wallet, ratings),
  joinedAt: wallet.joinedAt ?? 0,
  foundingMember: wallet.foundingMember,
  messagingKey: wallet.messagingKey,
  residentSince: residentSince(wallet, now),
  activeAt: wallet.activeAt,
})

/** All words of a search, each as a beginning. Letters and digits only, so that nothing is read as an operator. */
const wordsOf = (q: string): string =>
  q
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => `${word}:*`)
    .join(' & ')
