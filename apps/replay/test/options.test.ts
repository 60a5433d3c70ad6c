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
  [['a', '--speed', '9'], "Unknown option '--speed'"],
  [['a', '--towns'], "Option '--towns <value>' argument missing"],
])('error: %j', (args, message) => {
  expect(() => parseOptions(args)).toThrow(expect.objectContaining({ code: 'ARGUMENTS' }))
  expect(() => parseOptions(args)).toThrow(message)
})

test('default', () => {
  expect(parseOptions(['towns.ndjson'])).toEqual({ file: 'towns.ndjson', towns: undefined, seed: '1', url: undefined })
})

test('behavior: all of them', () => {
  expect(parseOptions(['--towns', '20', 'a', '--seed', 'x', '--url', 'http://127.0.0.1:4680'])).toEqual({
    file: 'a',
    towns: 20,
    seed: 'x',
    url: 'http://127.0.0.1:4680',
  })
})
