import { isTownError } from '@distributed-town/sdk'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../lib/use-error-text.ts'
import { Notice } from './notice.tsx'

/** What went wrong and what to do about it; codes and details behind a disclosure. Nothing without an error. */
export const ErrorNotice = ({ error, children }: { readonly error: unknown; readonly children?: ReactNode }) => {
  const { t } = useTranslation()
  const textOf = useErrorText()
  if (error === undefined || error === null) return null
  return (
    <Notice tone="bad">
      <p>{textOf(error)}</p>
      {children}
      <details className="text-sm text-soft">
        <summary className="min-h-6 cursor-pointer">{t('details')}</summary>
        <p className="font-mono">{isTownError(error) ? `${error.code}: ${error.message}` : String(error)}</p>
      </details>
    </Notice>
  )
}
