import { expect, test } from 'vitest'
import { parseOptions } from '../src/options.ts'

test.each([
  [[], 'Name one file'],
  [['a', 'b'], 'Name one file'],
  [['a', '--towns', 'many'], '--towns must be a whole number from 1, it is "many"'],
  [['a', '--towns', '0'], '--towns must be'],
  [['a', '--towns', '2.5'], '--towns must be'],
  [['a', '--url', 'somewhere'], '--url must be an address'],
  [['a', '--url', 'file:///etc'], '--url must be an address'],
  [['a', '--run', ''], '--run must be the path of a folder'],
  [['a', '--report', ''], '--report must be the path of a folder'],
  [['a', '--speed', '9'], "Unknown option '--speed'"],
  [['a', '--towns'], "Option '--towns <value>' argument missing"],
])('error: %j', (args, message) => {
  expect(() => parseOptions(args)).toThrow(expect.objectContaining({ code: 'ARGUMENTS' }))
  expect(() => parseOptions(args)).toThrow(message)
})

test('default', () => {
  expect(parseOptions(['towns.ndjson'])).toEqual({ file: 'towns.ndjson', seed: '1' })
})

test('behavior: all of them', () => {
  const url = 'http://127.0.0.1:4680'
  const args = ['--towns', '20', 'a', '--seed', 'x', '--url', url, '--run', 'kept', '--report', 'told']
  expect(parseOptions(args)).toEqual({ file: 'a', towns: 20, seed: 'x', url, run: 'kept', report: 'told' })
})
