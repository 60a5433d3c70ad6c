import { useTranslation } from 'react-i18next'
import { Card } from '../../../ui/card.tsx'
import { BuildingIcon } from '../../../ui/icons/building-icon.tsx'

const SITES = ['postOffice', 'workshop', 'bank'] as const

/** What the building sites of the street plan will be. */
export const SitesCard = () => {
  const { t } = useTranslation('plan')
  return (
    <Card id="sites" title={t('sites.title')}>
      <ul className="grid gap-1 text-sm text-soft">
        {SITES.map((site) => (
          <li key={site} className="flex items-start gap-2">
            <BuildingIcon name={site} />
            <span>{t(`sites.${site}`)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
