import { type CommunityWithRoster, MAX_SKILLS } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { gigsQuery } from '../../../lib/queries.ts'
import { useTown } from '../../../lib/town-context.ts'
import { useFormats } from '../../../lib/use-formats.ts'
import { usePages } from '../../../lib/use-pages.ts'
import { useSkillName } from '../../../lib/use-skill-name.ts'
import { useSession } from '../../../session/session-context.ts'
import { Card } from '../../../ui/card.tsx'
import { InvitationLink } from '../../next/invitation-link.tsx'
import { Points, PointsHead } from './points.tsx'
import { useSkillList } from './score-card.tsx'
import { type WhatIf, whatIfsOf } from './what-if.ts'

/** What somebody with a skill that is missing or hangs on one member would do to the score; the best first. */
export const WhatIfCard = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation('hall')
  const { wallet } = useSession()
  const formats = useFormats()
  const listOf = useSkillList()
  const skillName = useSkillName()
  const { items: openGigs } = usePages(gigsQuery(useTown(), community.id, { state: 'Open' }))
  const { by, skills, together } = whatIfsOf(community, openGigs)
  const isTooSmall = skills.some(({ effect }) => effect === null)
  // Without a score there is nothing to compare; what is missing stands beside it.
  const told = isTooSmall ? [] : skills
  const [missing, thin] = [told.filter(({ members }) => members === 0), told.filter(({ members }) => members > 0)]
  const [best] = skills.filter(({ members }) => members === 0)
  return (
    <Card id="what-if" tone="denim" title={t('whatIf.title')}>
      <p className="text-sm text-soft">{t(isTooSmall ? 'whatIf.tooFew' : `whatIf.${by}`)}</p>
      {skills.length === 0 && <p>{t('whatIf.none')}</p>}
      <Effects title={t('whatIf.missing')} skills={missing} />
      {together && (
        <p className="text-sm">
          {t('whatIf.together', {
            skills: listOf(together.skills),
            score: formats.score(together.effect.score),
            most: String(MAX_SKILLS),
          })}
        </p>
      )}
      <Effects title={t('whatIf.thin')} skills={thin} />
      {thin.length > 0 && <p className="text-sm text-soft">{t('whatIf.thinExplain')}</p>}
      {by === 'newcomer' && wallet?.communityId === community.id && (
        <div className="grid gap-2">
          <p className="font-medium">
            {best ? t('whatIf.inviteSkill', { skill: skillName(best.skill) }) : t('whatIf.invite')}
          </p>
          <InvitationLink communityId={community.id} skill={best?.skill} />
        </div>
      )}
    </Card>
  )
}

const Effects = ({ title, skills }: { readonly title: string; readonly skills: readonly WhatIf[] }) => {
  const { t } = useTranslation('hall')
  const formats = useFormats()
  const skillName = useSkillName()
  if (skills.length === 0) return null
  return (
    <table className="w-full text-sm">
      <caption className="pb-1 text-left font-semibold">{title}</caption>
      <PointsHead what={t('whatIf.skill')} result={t('whatIf.then')} />
      <tbody>
        {skills.map(({ skill, wanted, effect }) => (
          <tr key={skill} className="border-line border-b align-baseline">
            <th scope="row" className="py-2 pr-3 text-left font-medium">
              {skillName(skill)}
              {wanted > 0 && (
                <span className="block font-normal text-soft">{t('whatIf.wanted', { count: wanted })}</span>
              )}
            </th>
            <td className="whitespace-nowrap py-2 pr-3 text-right tabular-nums">
              {effect && effect.change !== undefined && <Points change={effect.change} />}
            </td>
            <td className="py-2 text-right font-semibold tabular-nums">
              {effect && formats.score(effect.score)}
              {effect?.lifts && <span className="block font-normal text-forest text-xs">{t('whatIf.lifts')}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
