import type { Community } from '@distributed-town/sdk'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useTemplateName } from '../../lib/use-skill-name.ts'
import { Card } from '../../ui/card.tsx'
import { SkillBadge } from '../../ui/skill-badge.tsx'

const MOST_BADGES = 4

/** A town in a few lines: who they are, free seats, skills that are missing. */
export const TownCard = ({ town }: { readonly town: Community }) => {
  const { t } = useTranslation('home')
  const templateName = useTemplateName()
  const wanted = town.missingSkills.slice(0, MOST_BADGES)
  const others = town.missingSkills.length - wanted.length
  return (
    <Card
      tone="denim"
      title={
        <Link to="/towns/$id" params={{ id: String(town.id) }} className="text-denim underline underline-offset-4">
          {town.name}
        </Link>
      }
    >
      <p>{town.purpose}</p>
      <p className="text-sm text-soft">
        {[templateName(town.template), town.place, t('town.members', { count: town.members })]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {wanted.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5">
          <span className="text-sm">{t('town.wanted')}</span>
          {wanted.map((skill) => (
            <SkillBadge key={skill} skill={skill} />
          ))}
          {others > 0 && <span className="text-sm text-soft">{t('town.others', { count: others })}</span>}
        </p>
      )}
    </Card>
  )
}
