import { TownError } from './errors.ts'
import { GIG_NUMBER_BITS } from './generated/constants.ts'

const MAX_COMMUNITY_ID = 2 ** 32 - 1
const MAX_GIG_NUMBER = 2 ** GIG_NUMBER_BITS - 1
const MAX_GIG_ID = 2n ** 64n - 1n
const SHIFT = BigInt(GIG_NUMBER_BITS)

/** Id of a gig from its community's id and its number there (spec §1.2). */
export const gigIdOf = (communityId: number, number: number): bigint => {
  checkRange('communityId', communityId, MAX_COMMUNITY_ID)
  checkRange('number', number, MAX_GIG_NUMBER)
  return (BigInt(communityId) << SHIFT) | BigInt(number)
}

/** Id of the community that a gig belongs to. */
export const communityIdOf = (gigId: bigint): number => Number(checkGigId(gigId) >> SHIFT)

/** Number of a gig in its community, from 1. */
export const gigNumberOf = (gigId: bigint): number => Number(checkGigId(gigId) & BigInt(MAX_GIG_NUMBER))

const checkRange = (name: string, value: number, max: number) => {
  if (!Number.isInteger(value) || value < 1 || value > max) throw new TownError('INVALID_ID', { [name]: value })
}

const checkGigId = (gigId: bigint) => {
  const isInRange = gigId > 0n && gigId <= MAX_GIG_ID
  if (!isInRange || gigId >> SHIFT === 0n || (gigId & BigInt(MAX_GIG_NUMBER)) === 0n) {
    throw new TownError('INVALID_ID', { gigId })
  }
  return gigId
}
