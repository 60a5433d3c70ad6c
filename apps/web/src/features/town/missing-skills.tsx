import type { Community } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'

/** The skills that nobody in a town has, by name. With `most`, no more than these and how many others. */
export const MissingSkills = ({
  community: { missingSkills },
  most = missingSkills.length,
}: {
  readonly community: Pick<Community, 'missingSkills'>
  readonly most?: number
}) => {
  const { t } = useTranslation('towns')
  const { language } = useFormats()
  const nameOf = useSkillName()
  if (missingSkills.length === 0) return <p className="text-sm">{t('score.all')}</p>
  const shown = missingSkills.slice(0, most).map(nameOf)
  const count = missingSkills.length - shown.length
  const list = (type: 'conjunction' | 'unit') => new Intl.ListFormat(language, { type, style: 'long' }).format(shown)
  return (
    <p className="text-sm">
      {count === 0
        ? t('score.missingAll', { skills: list('conjunction') })
        : t('score.missingShort', { skills: list('unit'), count })}
    </p>
  )
}
