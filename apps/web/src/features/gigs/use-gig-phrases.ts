import { CREDIT } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'

/** Parts of sentences that stand in several texts. */
export const useGigPhrases = () => {
  const { t } = useTranslation(['gigs', 'common'])
  const { amount } = useFormats()
  return {
    credits: (value: bigint) => t('common:credits', { amount: amount(value), count: value === CREDIT ? 1 : 2 }),
    days: (count: number) => t('gigs:days', { count }),
  }
}
