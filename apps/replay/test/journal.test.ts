import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { onDisk, openJournal } from '../src/journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'journal-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('error: no room', () => {
  // A journal of its own would be read first, which has no end there.
  const write = () => onDisk('/dev/full', () => writeFileSync('/dev/full', 'act'))
  expect(write).toThrow(expect.objectContaining({ code: 'DISK' }))
  expect(write).toThrow('goes on where it stopped')
})

test('error: a damaged line', () => {
  const path = join(folder, 'damaged')
  writeFileSync(path, '["act",1]\n["act"\n["act",2]\n')
  expect(() => openJournal(path)).toThrow(expect.objectContaining({ code: 'RUN' }))
  expect(() => openJournal(path)).toThrow('line 2')
})

test('what was set is there in another process, as it was last', () => {
  const path = join(folder, 'journal')
  const journal = openJournal(path)
  const values = { gigId: 2n ** 70n, tally: new Map([['NotSpendable', 3]]), list: [1, null, 'zwölf'] }
  journal.set('act', 'first')
  journal.set('act', values)
  journal.set('other', null)
  expect(journal.get('act')).toEqual(values)
  const again = openJournal(path)
  expect(['act', 'other', 'third'].map(again.get)).toEqual([values, null, undefined])
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('half a line is as if it had never been written', () => {
  const path = join(folder, 'torn')
  openJournal(path).set('act', 'zwölf')
  appendFileSync(path, '["other","zw')
  const journal = openJournal(path)
  expect(journal.get('other')).toBeUndefined()
  journal.set('third', 3)
  expect(readFileSync(path, 'utf8')).toBe('["act","zwölf"]\n["third",3]\n')
})
