import { useTranslation } from 'react-i18next'
import { Page } from '../../ui/page.tsx'

export const NewGigPage = () => {
  const { t } = useTranslation('gigs')
  return <Page title={t('title')} />
}
