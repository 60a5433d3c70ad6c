import { useTranslation } from 'react-i18next'
import {
  formatAmount,
  formatDate,
  formatExact,
  formatMean,
  formatPoints,
  formatRatio,
  formatRelative,
  formatScore,
} from './format.ts'
import { numberFormat } from './intl.ts'

/** The formats of lib/format.ts in the present language. */
export const useFormats = () => {
  const { i18n } = useTranslation()
  const { language } = i18n
  // Dates as they are written where the reader lives.
  const locale = navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language
  return {
    language,
    amount: (amount: bigint) => formatAmount(amount, language),
    mean: (ratings: { readonly sum: number; readonly count: number }) => formatMean(ratings, language),
    number: (count: number) => numberFormat(language).format(count),
    ratio: (bps: number, decimals: number) => formatRatio(bps, decimals, language),
    points: (change: number) => formatPoints(change, language),
    score: (score: number) => formatScore(score, language),
    relative: (at: number, now = Date.now() / 1000) => formatRelative(at, now, language),
    exact: (at: number) => formatExact(at, locale),
    date: (at: number) => formatDate(at, locale),
  }
}
