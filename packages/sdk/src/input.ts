import {
  skills as catalogue,
  MAX_DURATION_DAYS,
  MAX_LANGUAGE_BYTES,
  MAX_LEVEL,
  MAX_NAME_BYTES,
  MAX_PLACE_BYTES,
  MAX_PURPOSE_BYTES,
  MAX_SKILLS,
  SKILLS_PER_TEMPLATE,
  TEMPLATES,
  TownError,
} from '@distributed-town/protocol'
import { type Address, type Hex, isAddress } from 'viem'

// What an act is given is parsed before anything is sent. Where the contract refuses the same fault, the error is the contract's.

/** A skill and the level its owner claims for it, 1 … 10. */
export type SkillChoice = { readonly skill: number; readonly level: number }

/** @throws TownError SkillCount, DuplicateSkill, LevelRange, UNKNOWN_SKILL. @param options.least 0 where the wallet's skills may stay. */
export const parseSkills = (skills: readonly SkillChoice[], { least }: { readonly least: 0 | 1 }) => {
  if (skills.length < least || skills.length > MAX_SKILLS) throw new TownError('SkillCount', { count: skills.length })
  const seen = new Set<number>()
  return skills.map(({ skill, level }) => {
    if (!catalogue[skill]) throw new TownError('UNKNOWN_SKILL', { skill })
    if (seen.has(skill)) throw new TownError('DuplicateSkill', { skill })
    seen.add(skill)
    if (!isBetween(level, 1, MAX_LEVEL)) throw new TownError('LevelRange', { level })
    return { skill, level }
  })
}

export const parseSkill = (skill: number): number => {
  if (!catalogue[skill]) throw new TownError('UNKNOWN_SKILL', { skill })
  return skill
}

/** @throws TownError ForeignSkill. */
export const checkTemplate = (skills: readonly SkillChoice[], template: number): void => {
  const foreign = skills.find(({ skill }) => Math.floor(skill / SKILLS_PER_TEMPLATE) !== template)
  if (foreign) throw new TownError('ForeignSkill', { skill: foreign.skill, template })
}

export const parseTemplate = (template: number): number => {
  if (!isBetween(template, 0, TEMPLATES - 1)) throw new TownError('UnknownTemplate', { template })
  return template
}

export const parseCommitment = (commitment: number): number => {
  if (!isBetween(commitment, 1, MAX_LEVEL)) throw new TownError('CommitmentRange', { commitment })
  return commitment
}

export const parseDuration = (durationDays: number): number => {
  if (!isBetween(durationDays, 1, MAX_DURATION_DAYS)) throw new TownError('DurationRange', { durationDays })
  return durationDays
}

export const parseRating = (rating: number): number => {
  if (!isBetween(rating, 1, MAX_LEVEL)) throw new TownError('RatingRange', { rating })
  return rating
}

/** @param name Of the parameter, for the error's details. */
export const parseId = (name: string, id: number): number => {
  if (!isBetween(id, 1, 2 ** 32 - 1)) throw new TownError('INVALID_ID', { [name]: id })
  return id
}

export const parseGigId = (gigId: bigint): bigint => {
  if (typeof gigId !== 'bigint' || gigId < 1n || gigId >= 2n ** 64n) throw new TownError('INVALID_ID', { gigId })
  return gigId
}

export const parseAddress = (name: string, address: Address): Address => {
  if (!isAddress(address)) throw new TownError('INVALID_INPUT', { [name]: address })
  return address
}

/** Base units, above 0. */
export const parseAmount = (amount: bigint): bigint => {
  if (typeof amount !== 'bigint' || amount <= 0n || amount >= 2n ** 256n)
    throw new TownError('INVALID_INPUT', { amount })
  return amount
}

export const parseBytes32 = (name: string, bytes: Hex): Hex => {
  if (!/^0x[0-9a-f]{64}$/i.test(bytes)) throw new TownError('INVALID_INPUT', { [name]: bytes })
  return bytes
}

/** What a community is founded with (spec §3.1). Lengths are counted in bytes of UTF-8. */
export type CharterTexts = {
  /** 1 … 120 bytes. */
  readonly name: string
  /** 1 … 600 bytes. */
  readonly purpose: string
  /** Coarse, 0 … 120 bytes. */
  readonly place?: string | undefined
  /** BCP 47 tag, 0 … 35 bytes. */
  readonly language?: string | undefined
}

/** @throws TownError TextLength; INVALID_INPUT for control characters, or a language that is no tag. */
export const parseCharter = ({ name, purpose, place = '', language = '' }: CharterTexts) => ({
  name: parseText('name', name, { least: 1, most: MAX_NAME_BYTES }),
  purpose: parseText('purpose', purpose, { least: 1, most: MAX_PURPOSE_BYTES }),
  place: parseText('place', place, { least: 0, most: MAX_PLACE_BYTES }),
  language: parseLanguage(parseText('language', language, { least: 0, most: MAX_LANGUAGE_BYTES })),
})

const isBetween = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most

const parseText = (name: string, text: string, { least, most }: { least: number; most: number }): string => {
  const trimmed = text.trim()
  if (/\p{Cc}/u.test(trimmed) || !trimmed.isWellFormed()) throw new TownError('INVALID_INPUT', { name })
  const length = new TextEncoder().encode(trimmed).length
  if (length < least || length > most)
    throw new TownError('TextLength', { length: BigInt(length), limit: BigInt(most) })
  return trimmed
}

const parseLanguage = (tag: string): string => {
  if (tag === '') return tag
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag
  } catch (error) {
    throw new TownError('INVALID_INPUT', { name: 'language' }, { cause: error })
  }
}
