import {
  type CommunityWithRoster,
  type Member,
  MIN_MEMBERS,
  MIN_SPENDERS,
  missingSkills,
  SKILLS_PER_TEMPLATE,
  type Community as TownCommunity,
  TownError,
} from '@distributed-town/protocol'
import { sql } from 'kysely'
import type { Node } from '../../node.ts'
import { accountOf } from './account.ts'
import { parseRow } from './columns.ts'
import { type Page, type PageOptions, parseAfter, toPage } from './page.ts'
import { residentSince } from './residence.ts'
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

/** With everything public of its members, in the order of their joining. @throws NOT_FOUND */
export const getCommunity = async (
  { db, chain }: Pick<Node, 'db' | 'chain'>,
  id: number,
): Promise<CommunityWithRoster> => {
  const row = await db.selectFrom('chain.community').selectAll().where('id', '=', BigInt(id)).executeTakeFirst()
  if (row === undefined) throw new TownError('NOT_FOUND')
  const members = db.selectFrom('chain.wallet').where('community_id', '=', BigInt(id))
  const [wallets, ratings] = await Promise.all([
    members.selectAll().orderBy('joined_at').orderBy('id').execute(),
    db.selectFrom('chain.rating').selectAll().where('wallet_id', 'in', members.select('id')).execute(),
  ])
  const rates = ratings.map((rating) => parseRow(ratingTable, rating))
  return {
    ...communityOf(parseRow(communityTable, row)),
    roster: wallets.map((wallet) => memberOf(parseRow(walletTable, wallet), rates, chain.time())),
  }
}

/** @throws NOT_FOUND */
export const requireCommunity = async ({ db }: Pick<Node, 'db'>, id: number): Promise<void> => {
  const row = await db.selectFrom('chain.community').select('id').where('id', '=', BigInt(id)).executeTakeFirst()
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
    active: members >= MIN_MEMBERS,
    founding: spenders < MIN_SPENDERS,
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
})

/** All words of a search, each as a beginning. Letters and digits only, so that nothing is read as an operator. */
const wordsOf = (q: string): string =>
  q
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => `${word}:*`)
    .join(' & ')
