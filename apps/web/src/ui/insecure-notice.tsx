import { useTranslation } from 'react-i18next'
import { Disclosure } from './disclosure.tsx'
import { Notice } from './notice.tsx'

/** Says what a browser keeps from a page that came over plain HTTP, and what to do instead. */
export const InsecureNotice = () => {
  const { t } = useTranslation()
  if (window.isSecureContext) return null
  return (
    <div className="mb-4">
      <Notice tone="warning" title={t('insecure.title')}>
        <p>{t('insecure.text')}</p>
        <Disclosure summary={t('insecure.more')} look="quiet">
          {t('insecure.why')}
        </Disclosure>
      </Notice>
    </div>
  )
}
