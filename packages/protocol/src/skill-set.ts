import { TownError } from './errors.ts'
import { MAX_LEVEL, MAX_SKILLS } from './generated/constants.ts'
import { skills as catalogue } from './generated/skills.ts'

/** An active skill of a wallet. */
export type ActiveSkill = { readonly skill: number; readonly level: number; readonly validated: boolean }

// contracts/src/types/SkillSet.sol: entries of 16 bits from the lowest. Bits 0-7 skill id + 1, bits 8-11 level, bit 12 validated.
// A set has 48 bits, which fit a number; bitwise operators would cut it to 32.
const ENTRY = 2 ** 16
const LEVEL_SHIFT = 8
const VALIDATED_SHIFT = 12

/** The active skills in a packed set, as contracts and events hold it; none for 0. */
export const decodeSkillSet = (packed: number): readonly ActiveSkill[] => {
  if (!Number.isInteger(packed) || packed < 0 || packed >= ENTRY ** MAX_SKILLS) {
    throw new TownError('INVALID_SKILL_SET', { packed })
  }
  const skills: ActiveSkill[] = []
  for (let rest = packed; rest > 0; rest = Math.floor(rest / ENTRY)) {
    const entry = rest % ENTRY
    skills.push({
      skill: (entry & 0xff) - 1,
      level: (entry >> LEVEL_SHIFT) & 0xf,
      validated: entry >> VALIDATED_SHIFT === 1,
    })
  }
  // Catches gaps and unused bits as well: what another encoding means is not guessed.
  if (encodeSkillSet(skills) !== packed) throw new TownError('INVALID_SKILL_SET', { packed })
  return skills
}

/** The packed set of up to three distinct skills. */
export const encodeSkillSet = (skills: readonly ActiveSkill[]): number => {
  const isDistinct = new Set(skills.map(({ skill }) => skill)).size === skills.length
  if (skills.length > MAX_SKILLS || !isDistinct || !skills.every(isValid)) {
    throw new TownError('INVALID_SKILL_SET', { skills })
  }
  return skills.reduceRight((packed, skill) => packed * ENTRY + entryOf(skill), 0)
}

const isValid = ({ skill, level }: ActiveSkill) =>
  Number.isInteger(skill) &&
  skill >= 0 &&
  skill < catalogue.length &&
  Number.isInteger(level) &&
  level >= 1 &&
  level <= MAX_LEVEL

const entryOf = ({ skill, level, validated }: ActiveSkill) =>
  (skill + 1) | (level << LEVEL_SHIFT) | (validated ? 1 << VALIDATED_SHIFT : 0)
