import { isTownError } from '@distributed-town/sdk'
import { type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../lib/use-error-text.ts'
import { Disclosure } from './disclosure.tsx'
import { Notice } from './notice.tsx'

/** What went wrong and what to do about it; codes and details behind a disclosure. Nothing without an error. */
export const ErrorNotice = ({ error, children }: Props) =>
  error === undefined || error === null ? null : (
    // Its texts are loaded with the first error.
    <Suspense>
      <Told error={error}>{children}</Told>
    </Suspense>
  )

type Props = { readonly error: unknown; readonly children?: ReactNode }

const Told = ({ error, children }: Props) => {
  const { t } = useTranslation()
  const textOf = useErrorText()
  return (
    <Notice tone="bad">
      <p>{textOf(error)}</p>
      {children}
      <Disclosure look="quiet" summary={t('details')}>
        <p className="font-mono">{isTownError(error) ? `${error.code}: ${error.message}` : String(error)}</p>
      </Disclosure>
    </Notice>
  )
}
