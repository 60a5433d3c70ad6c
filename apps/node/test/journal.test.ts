import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from '../src/chain/journal.ts'

let folder: string
const open = () => openJournal(join(folder, 'journal'), { folder })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const first = { number: 1n, timestamp: 1_760_000_000, transactions: ['0x01', '0x02'] } as const
const second = { number: 2n, timestamp: 1_760_000_000, transactions: ['0x03'] } as const

test('default', () => {
  const journal = open()
  expect(journal.entries).toEqual([])
  journal.append(first)
  journal.append(second)
  journal.close()
  const again = open()
  expect(again.entries).toEqual([first, second])
  again.close()
})

test('behavior: an entry that was cut off is taken away, and the next one is whole', () => {
  const journal = open()
  journal.append(first)
  journal.close()
  appendFileSync(join(folder, 'journal'), '{"number":2,"timest')
  const again = open()
  expect(again.entries).toEqual([first])
  again.append(second)
  again.close()
  const last = open()
  expect(last.entries).toEqual([first, second])
  last.close()
})

test('behavior: clearing forgets all entries', () => {
  const journal = open()
  journal.append(first)
  journal.clear()
  journal.append(second)
  journal.close()
  const again = open()
  expect(again.entries).toEqual([second])
  again.close()
})

test('error: a damaged entry before the last one is not passed over', () => {
  const journal = open()
  journal.append(first)
  journal.close()
  appendFileSync(join(folder, 'journal'), '{"number":2}\n')
  expect(open).toThrow()
  expect(readFileSync(join(folder, 'journal'), 'utf8')).toContain('{"number":2}')
})
