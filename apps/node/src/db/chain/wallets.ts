import { decodeSkillSet, type MemberSkill, TownError, type Wallet as TownWallet } from '@distributed-town/protocol'
import { type Address, getAddress } from 'viem'
import type { Node } from '../../node.ts'
import { statements } from '../compile.ts'
import { prepare } from '../prepared.ts'
import { accountOf } from './account.ts'
import { parseRow, type StoredOf } from './columns.ts'
import { type Rating, ratingTable, type Wallet, walletTable } from './tables.ts'

const findWallet = prepare('findWallet', ({ id }: { id: bigint }) =>
  statements.selectFrom('chain.wallet').selectAll().where('id', '=', id),
)

const findWalletByOwner = prepare('findWalletByOwner', ({ owner }: { owner: string }) =>
  statements.selectFrom('chain.wallet').selectAll().where('owner', '=', owner),
)

const listRatings = prepare('listRatings', ({ id }: { id: bigint }) =>
  statements.selectFrom('chain.rating').selectAll().where('wallet_id', '=', id).orderBy('skill'),
)

/** @throws NOT_FOUND */
export const getWallet = async (node: Pick<Node, 'pool'>, id: number): Promise<TownWallet> => {
  const args = { id: BigInt(id) }
  const [[row], ratings] = await Promise.all([findWallet(node, args), listRatings(node, args)])
  return withRatings(row, ratings)
}

/** @throws NOT_FOUND */
export const getWalletByOwner = async (node: Pick<Node, 'pool'>, owner: Address): Promise<TownWallet> => {
  // Stored with the checksum that viem decodes addresses with.
  const [row] = await findWalletByOwner(node, { owner: getAddress(owner.toLowerCase()) })
  return withRatings(row, row ? await listRatings(node, { id: row.id }) : [])
}

/** @throws NOT_FOUND */
export const requireWallet = async (node: Pick<Node, 'pool'>, id: number): Promise<void> => {
  const [row] = await findWallet(node, { id: BigInt(id) })
  if (row === undefined) throw new TownError('NOT_FOUND')
}

/** The active skills with the number of their rates that count. */
export const ratedSkills = ({ id, skills }: Wallet, ratings: readonly Rating[]): MemberSkill[] =>
  decodeSkillSet(skills).map((active) => {
    const rating = ratings.find(({ walletId, skill }) => walletId === id && skill === active.skill)
    return { ...active, rates: rating?.count ?? 0 }
  })

const withRatings = (
  row: StoredOf<typeof walletTable> | undefined,
  ratings: readonly StoredOf<typeof ratingTable>[],
): TownWallet => {
  if (row === undefined) throw new TownError('NOT_FOUND')
  return walletOf(
    parseRow(walletTable, row),
    ratings.map((rating) => parseRow(ratingTable, rating)),
  )
}

const walletOf = (wallet: Wallet, ratings: readonly Rating[]): TownWallet => {
  const { id, owner, communityId, messagingKey, profile, validatedAt, createdAt } = wallet
  const { openGigs, engagements, unratedGigs, abandonedGigs, settledGigs, carried, claimedAt, granted } = wallet
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
    claimedAt,
    granted,
    ...accountOf(wallet),
    ratings: ratings.map(({ skill, count, sum, pending }) => ({ skill, count, sum, pending })),
    createdAt,
  }
}
