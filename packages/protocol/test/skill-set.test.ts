import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ActiveSkill, decodeSkillSet, encodeSkillSet, MAX_LEVEL, MAX_SKILLS, skills } from '../src/index.ts'
import { codeOf } from './errors.ts'

const activeSkills: fc.Arbitrary<ActiveSkill[]> = fc.uniqueArray(
  fc.record({
    skill: fc.integer({ min: 0, max: skills.length - 1 }),
    level: fc.integer({ min: 1, max: MAX_LEVEL }),
    validated: fc.boolean(),
  }),
  { maxLength: MAX_SKILLS, selector: ({ skill }) => skill },
)

test('default', () => {
  const set = [
    { skill: 0, level: 1, validated: false },
    { skill: 35, level: 10, validated: true },
  ]
  expect(encodeSkillSet(set)).toBe(0x1a24_0101)
  expect(decodeSkillSet(0x1a24_0101)).toEqual(set)
})

test('behavior: none', () => {
  expect(encodeSkillSet([])).toBe(0)
  expect(decodeSkillSet(0)).toEqual([])
})

test('behavior: what is encoded is decoded, in its order', () => {
  fc.assert(
    fc.property(activeSkills, (set) => {
      expect(decodeSkillSet(encodeSkillSet(set))).toEqual(set)
    }),
  )
})

test('behavior: a number is the encoding of what it decodes to, or refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (packed) => {
      const result = codeOf(() => encodeSkillSet(decodeSkillSet(packed)))
      expect([{ returned: packed }, 'INVALID_SKILL_SET']).toContainEqual(result)
    }),
  )
})

test.each([
  ['gap', 0x0101_0000],
  ['skill that does not exist', 0x0125],
  ['level 0', 0x0001],
  ['level 11', 0x0b01],
  ['unused bit', 0x2101],
  ['skill twice', 0x0201_0101],
  ['more than 48 bits', 2 ** 48],
  ['below zero', -1],
  ['fraction', 0.5],
])('behavior: %s is refused', (_, packed) => {
  expect(codeOf(() => decodeSkillSet(packed))).toBe('INVALID_SKILL_SET')
})

test.each([
  ['four skills', [0, 1, 2, 3].map((skill) => ({ skill, level: 1, validated: false }))],
  ['a skill twice', [1, 1].map((skill) => ({ skill, level: 1, validated: false }))],
  ['skill 36', [{ skill: 36, level: 1, validated: false }]],
  ['level 0', [{ skill: 1, level: 0, validated: false }]],
  ['half a level', [{ skill: 1, level: 1.5, validated: false }]],
])('behavior: %s can’t be encoded', (_, set) => {
  expect(codeOf(() => encodeSkillSet(set))).toBe('INVALID_SKILL_SET')
})
