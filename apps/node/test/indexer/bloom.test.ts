import { type Hex, keccak256, numberToHex, toBytes, zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { bloomOf, kindOfBloom, mayContain } from '../../src/indexer/bloom.ts'

const item = (of: number): Hex => keccak256(toBytes(`item ${of}`))
const address = (of: number): Hex => `0x${item(of).slice(-40)}`
const log = (of: number) => ({ address: address(of), topics: [item(of), item(of + 1)] as [Hex, Hex] })
const logs = (count: number) => Array.from({ length: count }, (_, i) => log(i * 2))

// That the filters are those of real headers, reorg.test.ts shows: a block whose logs don't match its filter is never indexed.

test('an address and topics are found in the filter of their logs, others are not', () => {
  const bloom = bloomOf(logs(20))
  for (let i = 0; i < 20; i++) {
    for (const each of [address(i * 2), item(i * 2), item(i * 2 + 1)]) expect(mayContain(bloom, each)).toBe(true)
  }
  const others = Array.from({ length: 200 }, (_, i) => item(1_000 + i)).filter((each) => mayContain(bloom, each))
  expect(others.length).toBeLessThan(10)
  expect(mayContain(bloomOf([]), zeroAddress)).toBe(false)
})

test('the filter of fewer logs is another one, that of the same logs again is not', () => {
  const all = logs(20)
  for (let i = 0; i < 20; i++) expect(bloomOf(all.toSpliced(i, 1))).not.toBe(bloomOf(all))
  expect(bloomOf([...all, ...all])).toBe(bloomOf(all))
})

test('the case of an address does not matter', () => {
  const upper = `0x${address(1).slice(2).toUpperCase()}` as const
  expect(bloomOf([{ address: upper, topics: [] }])).toBe(bloomOf([{ address: address(1), topics: [] }]))
})

describe('what a filter can tell', () => {
  test('nothing when it is empty or full', () => {
    expect(kindOfBloom(bloomOf([]))).toBe('none')
    expect(kindOfBloom(bloomOf(logs(1)))).toBe('useful')
    expect(kindOfBloom(bloomOf(logs(100)))).toBe('useful')
    expect(kindOfBloom(bloomOf(logs(300)))).toBe('full')
    expect(kindOfBloom(numberToHex(1, { size: 256 }))).toBe('useful')
  })
})
