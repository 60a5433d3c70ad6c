import { useTranslation } from 'react-i18next'
import { useSkillName } from '../lib/use-skill-name.ts'
import { Icon } from './icons/icon.tsx'

/** A skill, with its level and whether neighbours validated it, where those are given. */
export const SkillBadge = ({
  skill,
  level,
  validated,
}: {
  readonly skill: number
  readonly level?: number
  readonly validated?: boolean
}) => {
  const { t } = useTranslation()
  const nameOf = useSkillName()
  return (
    <span className="inline-flex items-center gap-1 rounded-full border border-carrot px-2.5 py-0.5 text-sm text-carrot">
      <span>{nameOf(skill)}</span>
      {level !== undefined && <span className="font-semibold">{t('level', { level })}</span>}
      {validated && (
        <span role="img" aria-label={t('validated')} title={t('validated')}>
          <Icon name="check" size="small" />
        </span>
      )}
    </span>
  )
}
