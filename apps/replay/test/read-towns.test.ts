import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readTowns } from '../src/read-towns.ts'
import { THREE_TOWNS } from './three-towns.ts'

const folder = mkdtempSync(join(tmpdir(), 'replay-'))
afterAll(() => rmSync(folder, { recursive: true }))

const lines = readFileSync(THREE_TOWNS, 'utf8').trimEnd().split('\n')
const read = (text: string, most?: number) => {
  const file = join(folder, 'towns.ndjson')
  writeFileSync(file, text)
  return readTowns({ file, most })
}
const town = (change: (town: { town: number; members: Record<string, unknown>[] }) => unknown) =>
  JSON.stringify(change(JSON.parse(lines[1] ?? '')))

test.each([
  ['no JSON', '{"town":', 'line 2: it is not JSON'],
  ['another thing', '[]', 'line 2: the object: '],
  ['no number', town(({ members }) => ({ members })), 'line 2: town: '],
  ['two members', town(({ members }) => ({ town: 9, members: members.slice(2) })), 'line 2: members: '],
  ['25 members', town(({ members }) => ({ town: 9, members: Array(25).fill(members[0]) })), 'line 2: members: '],
  [
    'a count below 0',
    town(({ members }) => ({ town: 9, members: [...members, { ...members[0], tradesIn: -1 }] })),
    'line 2: members.4.tradesIn: ',
  ],
  [
    'half a trade',
    town(({ members }) => ({ town: 9, members: [...members, { ...members[0], tradesOut: 0.5 }] })),
    'line 2: members.4.tradesOut: ',
  ],
  ['the same town again', lines[0] ?? '', 'line 2: town 1 was there before, in line 1'],
])('error: %s', (_, line, message) => {
  expect(() => read(`${lines[0]}\n${line}\n`)).toThrow(expect.objectContaining({ code: 'LINE' }))
  expect(() => read(`${lines[0]}\n${line}\n`)).toThrow(message)
})

test('error: files without towns', () => {
  expect(() => read('\n')).toThrow(expect.objectContaining({ code: 'FILE' }))
  expect(() => readTowns({ file: join(folder, 'missing') })).toThrow('there is no such file')
  expect(() => readTowns({ file: folder })).toThrow('it is a folder')
})

test('default', () => {
  const towns = read(`${lines.join('\n\n')}\n`)
  expect(towns.map(({ town: number, members }) => [number, members.length])).toEqual([
    [1, 3],
    [2, 4],
    [3, 3],
  ])
  expect(towns[1]?.members[0]).toEqual({
    business: 'Shop',
    tradesOut: 4,
    tradesIn: 1,
    partnersOut: 2,
    partnersIn: 1,
    volumeOut: 1600,
  })
})

test('behavior: only the first towns are read', () => {
  expect(read(`${lines.join('\n')}\nbroken`, 2)).toHaveLength(2)
  expect(read(lines.join('\n'), 99)).toHaveLength(3)
})
