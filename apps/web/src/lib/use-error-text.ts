import { isTownError, type TownErrorCode } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from './use-formats.ts'

/** The sentence for an error: what is missing and what to do. */
export const useErrorText = () => {
  const { t } = useTranslation(['errors', 'common'])
  const { amount, exact } = useFormats()
  // The types take what follows an underscore for a plural; a test compares codes and texts.
  const translate = t as unknown as (code: TownErrorCode, values: Readonly<Record<string, string>>) => string
  return (error: unknown): string => {
    if (!isTownError(error)) return t('other')
    const { code, details } = error
    const values = Object.fromEntries(
      Object.entries(details).map(([name, value]) => {
        if (TIMES.has(name) && (typeof value === 'number' || typeof value === 'bigint')) {
          return [name, exact(Number(value))]
        }
        if (AMOUNTS.has(name) && typeof value === 'bigint') return [name, amount(value)]
        return [name, String(value)]
      }),
    )
    const text = translate(code, values)
    // The texts themselves could not be read.
    return text === code ? t('common:node.silent') : text
  }
}

// Names of arguments of the contracts' errors, by what they are.
const TIMES: ReadonlySet<string> = new Set(['availableAt', 'until', 'deadline'])
const AMOUNTS: ReadonlySet<string> = new Set(['amount', 'spendable', 'allowance'])
