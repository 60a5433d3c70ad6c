import { CREDIT } from '@distributed-town/sdk'
import { expect, test } from 'vitest'
import { formatAmount, formatRelative, formatScore, parseAmount } from '../src/lib/format.ts'

test.each([
  [0n, 'en', '0'],
  [CREDIT, 'en', '1'],
  [2186n * CREDIT, 'en', '2186'],
  [96_000n * CREDIT, 'en', '96\u2009000'],
  [96_000n * CREDIT, 'it', '96\u2009000'],
  [1_234_567n * CREDIT, 'it', '1\u2009234\u2009567'],
  [-24n * CREDIT, 'en', '\u221224'],
  [-CREDIT / 2n, 'en', '\u22120.50'],
  [(3n * CREDIT) / 2n, 'en', '1.50'],
  [(3n * CREDIT) / 2n, 'it', '1,50'],
  // Never more than there is.
  [CREDIT - 1n, 'en', '0.99'],
  [1n, 'en', '0'],
  // More than a float holds.
  [90_071_992_547_409_931n * CREDIT, 'en', '90\u2009071\u2009992\u2009547\u2009409\u2009931'],
])('amount %s in %s: %s', (amount, language, text) => {
  expect(formatAmount(amount, language)).toBe(text)
})

test.each([
  ['24', 24n * CREDIT],
  ['1,5', (3n * CREDIT) / 2n],
  ['1.5', (3n * CREDIT) / 2n],
  ['96\u2009000', 96_000n * CREDIT],
  [' 7 ', 7n * CREDIT],
  ['0.000000000000000001', 1n],
  ['', undefined],
  ['-1', undefined],
  ['1.', undefined],
  ['1e3', undefined],
  ['1,000', undefined],
  ['1.000', undefined],
  ['12 apples', undefined],
])('what was typed as %j', (text, amount) => {
  expect(parseAmount(text)).toBe(amount)
})

test.each([
  [0, 'en', 'now'],
  [-29, 'en', 'now'],
  [-59, 'en', '1 minute ago'],
  [-60, 'en', '1 minute ago'],
  [-3600, 'en', '1 hour ago'],
  [86_400, 'en', 'tomorrow'],
  [-3 * 86_400, 'it', '3 giorni fa'],
  // A second after seven days were given.
  [7 * 86_400 - 1, 'en', 'in 7 days'],
  [14 * 86_400 - 1, 'it', 'tra 2 settimane'],
  [30 * 86_400, 'en', 'in 4 weeks'],
  [90 * 86_400, 'en', 'in 3 months'],
  [23.9 * 3600, 'en', 'tomorrow'],
  [-400 * 86_400, 'en', '13 months ago'],
  [-800 * 86_400, 'en', '2 years ago'],
])('%s seconds from now in %s: %s', (seconds, language, text) => {
  const now = 1_760_000_000
  expect(formatRelative(now + seconds, now, language)).toBe(text)
})

test('a score has at most one decimal', () => {
  expect(formatScore(4800, 'en')).toBe('48')
  expect(formatScore(5233, 'it')).toBe('52,3')
})
