import { decodeSkillSet, type MemberSkill, TownError, type Wallet as TownWallet } from '@distributed-town/protocol'
import { type Address, getAddress } from 'viem'
import type { Node } from '../../node.ts'
import { accountOf } from './account.ts'
import { parseRow, type StoredOf } from './columns.ts'
import { type Rating, ratingTable, type Wallet, walletTable } from './tables.ts'

/** @throws NOT_FOUND */
export const getWallet = async (node: Pick<Node, 'db'>, id: number): Promise<TownWallet> =>
  withRatings(
    node,
    await node.db.selectFrom('chain.wallet').selectAll().where('id', '=', BigInt(id)).executeTakeFirst(),
  )

/** @throws NOT_FOUND */
export const getWalletByOwner = async (node: Pick<Node, 'db'>, owner: Address): Promise<TownWallet> => {
  // Stored with the checksum that viem decodes addresses with.
  const address = getAddress(owner.toLowerCase())
  const query = node.db.selectFrom('chain.wallet').selectAll().where('owner', '=', address)
  return withRatings(node, await query.executeTakeFirst())
}

/** @throws NOT_FOUND */
export const requireWallet = async ({ db }: Pick<Node, 'db'>, id: number): Promise<void> => {
  const row = await db.selectFrom('chain.wallet').select('id').where('id', '=', BigInt(id)).executeTakeFirst()
  if (row === undefined) throw new TownError('NOT_FOUND')
}

/** The active skills with the number of their rates that count. */
export const ratedSkills = ({ id, skills }: Wallet, ratings: readonly Rating[]): MemberSkill[] =>
  decodeSkillSet(skills).map((active) => {
    const rating = ratings.find(({ walletId, skill }) => walletId === id && skill === active.skill)
    return { ...active, rates: rating?.count ?? 0 }
  })

const withRatings = async (
  { db }: Pick<Node, 'db'>,
  row: StoredOf<typeof walletTable> | undefined,
): Promise<TownWallet> => {
  if (row === undefined) throw new TownError('NOT_FOUND')
  const query = db.selectFrom('chain.rating').selectAll().where('wallet_id', '=', row.id).orderBy('skill')
  const ratings = (await query.execute()).map((rating) => parseRow(ratingTable, rating))
  return walletOf(parseRow(walletTable, row), ratings)
}

const walletOf = (wallet: Wallet, ratings: readonly Rating[]): TownWallet => {
  const { id, owner, communityId, messagingKey, profile, validatedAt, createdAt } = wallet
  const { openGigs, engagements, unratedGigs, abandonedGigs, settledGigs, carried, granted } = wallet
  return {
    id,
    owner,
    communityId,
    messagingKey,
    profile,
    skills: ratedSkills(wallet, ratings),
    validated: validatedAt !== null,
    openGigs,
    engagements,
    unratedGigs,
    abandonedGigs,
    settledGigs,
    carried,
    granted,
    ...accountOf(wallet),
    ratings: ratings.map(({ skill, count, sum, pending }) => ({ skill, count, sum, pending })),
    createdAt,
  }
}
