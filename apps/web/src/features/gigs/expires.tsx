import { Trans, useTranslation } from 'react-i18next'
import { Time } from '../../ui/time.tsx'

/** Until when a code can be used; seconds. */
export const Expires = ({ at }: { readonly at: number }) => {
  const { t } = useTranslation('gigs')
  return <Trans t={t} i18nKey="code.expires" components={{ time: <Time at={at} /> }} />
}
