import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from '../lib/paths.ts'
import { generateSkillValues, parseCatalogue } from './skills.ts'

const json = readFileSync(`${root}specs/skills.json`, 'utf8')

test('behavior: a template out of order is refused', () => {
  const { templates } = JSON.parse(json)
  expect(() => parseCatalogue(JSON.stringify({ templates: templates.toReversed() }))).toThrow('at position 0')
})

test('behavior: each value is the byte of its group', () => {
  const catalogue = parseCatalogue(json)
  const packed = BigInt(/GROUP_VALUES = (0x[0-9a-f]+);/.exec(generateSkillValues(catalogue))?.[1] ?? '0')
  const values = catalogue.templates.flatMap(({ groups }) => groups.map(({ value }) => value))
  expect(values.map((_, i) => Number((packed >> BigInt(8 * i)) & 0xffn))).toEqual(values)
})
