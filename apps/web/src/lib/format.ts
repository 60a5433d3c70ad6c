import { meanLevel } from '@distributed-town/sdk'
import { CREDIT, CREDIT_DECIMALS } from './credit.ts'
import { dateFormat, numberFormat, relativeFormat } from './intl.ts'

// How amounts and times are written. Pure: language and present time are arguments.

const THIN_SPACE = '\u2009'

/** Whole credits with thin separators; up to two decimals where they are not whole, never rounded up. */
export const formatAmount = (amount: bigint, language: string): string => {
  const hundredths = amount / (CREDIT / 100n)
  const sign = hundredths < 0n ? -1n : 1n
  const rest = Number((hundredths * sign) % 100n)
  const format = numberFormat(language, {
    minimumFractionDigits: rest === 0 ? 0 : 2,
    maximumFractionDigits: 2,
    // Four digits are read at a glance.
    useGrouping: 'min2',
  })
  // The literal keeps what a float would lose.
  const literal = `${hundredths / 100n === 0n && sign < 0n ? '-' : ''}${hundredths / 100n}.${String(rest).padStart(2, '0')}`
  return format
    .formatToParts(literal as `${number}`)
    .map(({ type, value }) => (type === 'group' ? THIN_SPACE : type === 'minusSign' ? '\u2212' : value))
    .join('')
}

/** An amount that somebody typed, such as `24` or `1,5`; undefined when it is none, or could be a thousand as well (`1,000`). */
export const parseAmount = (text: string): bigint | undefined => {
  const [, whole, fraction = ''] =
    /^(\d{1,9})(?:[.,](\d{1,18}))?$/.exec(text.replaceAll(/[\s\u2009\u00a0']/g, '')) ?? []
  if (whole === undefined || fraction.length === 3) return undefined
  return BigInt(whole) * CREDIT + BigInt(fraction.padEnd(CREDIT_DECIMALS, '0'))
}

/** A score of hundredths. */
export const formatScore = (score: number, language: string): string =>
  numberFormat(language, { maximumFractionDigits: 1 }).format(score / 100)

/** By how much a score changed, in hundredths, with its sign. */
export const formatPoints = (change: number, language: string): string =>
  numberFormat(language, { maximumFractionDigits: 1, signDisplay: 'exceptZero' })
    .format(change / 100)
    .replace('-', '\u2212')

/** A ratio in ten-thousandths, to so many decimals. */
export const formatRatio = (bps: number, decimals: number, language: string): string =>
  numberFormat(language, { maximumFractionDigits: decimals }).format(bps / 10_000)

/** The mean of ratings to one decimal, with halves up as levels have them. */
export const formatMean = (
  { sum, count }: { readonly sum: number; readonly count: number },
  language: string,
): string => numberFormat(language, { maximumFractionDigits: 1 }).format(meanLevel({ sum: sum * 10, n: count }) / 10)

/** Units with their seconds and from which number on the next one is used: days are counted up to two weeks. */
const UNITS = [
  ['minute', 60, 60],
  ['hour', 3600, 24],
  ['day', 86_400, 14],
  ['week', 604_800, 9],
  ['month', 2_629_800, 24],
  ['year', 31_557_600, Number.POSITIVE_INFINITY],
] as const

/** `at` as seen from `now`, both in seconds: `3 days ago`, `in 2 hours`, `now`. */
export const formatRelative = (at: number, now: number, language: string): string => {
  const seconds = at - now
  const format = relativeFormat(language, { numeric: 'auto' })
  const inUnit = (size: number) => Math.round(Math.abs(seconds) / size)
  // Nobody counts seconds here.
  if (inUnit(60) === 0) return format.format(0, 'second')
  const [unit, size] = UNITS.find(([, length, end]) => inUnit(length) < end) ?? UNITS[5]
  return format.format(Math.sign(seconds) * inUnit(size), unit)
}

export const formatExact = (at: number, language: string): string =>
  dateFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(at * 1000)

export const formatDate = (at: number, language: string): string =>
  dateFormat(language, { dateStyle: 'medium' }).format(at * 1000)
