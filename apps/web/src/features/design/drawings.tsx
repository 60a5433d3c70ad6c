import { useTranslation } from 'react-i18next'
import { BUILDINGS, BuildingIcon } from '../../ui/icons/building-icon.tsx'
import { ICONS, Icon } from '../../ui/icons/icon.tsx'

export const Drawings = () => {
  const { t } = useTranslation('design')
  return (
    <>
      <ul className="grid grid-cols-4 gap-3 text-sm">
        {ICONS.map((name) => (
          <li key={name} className="grid justify-items-center gap-1">
            <Icon name={name} />
            {t(`icon.${name}`)}
          </li>
        ))}
      </ul>
      <ul className="grid grid-cols-3 gap-3 text-sm sm:grid-cols-4">
        {BUILDINGS.map((name) => (
          <li key={name} className="grid justify-items-center gap-1 text-center">
            <BuildingIcon name={name} size="large" />
            {t(`building.${name}`)}
          </li>
        ))}
      </ul>
    </>
  )
}
