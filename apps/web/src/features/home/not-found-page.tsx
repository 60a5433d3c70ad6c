import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'

export const NotFoundPage = () => {
  const { t } = useTranslation()
  return (
    <Page title={t('notFound.title')} lead={t('notFound.text')}>
      <LinkButton to="/">{t('notFound.home')}</LinkButton>
    </Page>
  )
}
