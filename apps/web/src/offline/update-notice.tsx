import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useIsOutdated } from './offline-context.ts'

/** Says that there is a new version. It comes when its reader wants it: nothing that was typed is lost unasked. */
export const UpdateNotice = () => {
  const { t } = useTranslation()
  const isOutdated = useIsOutdated()
  const [isWarned, setIsWarned] = useState(false)
  if (!isOutdated) return null
  const load = () => {
    if (isWarned || !hasTypedText()) location.reload()
    else setIsWarned(true)
  }
  return (
    <div className="mb-4">
      <Notice title={t('update.title')}>
        <p>{isWarned ? t('update.typed') : t('update.text')}</p>
        <div>
          <Button look={isWarned ? 'danger' : 'plain'} onPress={load}>
            {isWarned ? t('update.anyway') : t('update.load')}
          </Button>
        </div>
      </Notice>
    </div>
  )
}

const hasTypedText = (): boolean =>
  [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('main :is(input, textarea)')].some(
    ({ type, value }) => TYPED.has(type) && value !== '',
  )

const TYPED: ReadonlySet<string> = new Set(['text', 'textarea', 'password', 'number', 'search', 'url', 'email'])
