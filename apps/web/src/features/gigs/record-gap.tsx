import { useTranslation } from 'react-i18next'
import { Spinner } from '../../ui/spinner.tsx'
import type { RecordText } from './use-record.ts'

/** Why a text is not there. */
export const RecordGap = ({ status }: { readonly status: Exclude<RecordText<unknown>['status'], 'open'> }) => {
  const { t } = useTranslation('gigs')
  if (status === 'loading') return <Spinner label={t('text.loading')} />
  return <p className="max-w-prose rounded-lg border border-dashed border-edge p-3 text-soft">{t(`text.${status}`)}</p>
}
