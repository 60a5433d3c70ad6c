import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'

/** A page that failed to load or to draw, such as one of an older version of the app. */
export const CrashedPage = ({ error }: { readonly error: unknown }) => {
  const { t } = useTranslation()
  return (
    <Page title={t('crashed.title')} lead={t('crashed.text')}>
      <div>
        <Button onPress={() => location.reload()}>{t('crashed.reload')}</Button>
      </div>
      <ErrorNotice error={error} />
    </Page>
  )
}
