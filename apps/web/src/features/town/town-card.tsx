import { type Community, MAX_MEMBERS, type NetworkTown } from '@distributed-town/sdk'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTemplateName } from '../../lib/use-skill-name.ts'
import { Dotted } from '../../ui/dotted.tsx'
import { MissingSkills } from './missing-skills.tsx'
import { ScoreMeter } from './score-meter.tsx'
import { TownStateText } from './town-state-text.tsx'

/** More than this many missing skills are counted. */
const NAMED_SKILLS = 4

/** A town in a list of towns. */
export const TownCard = ({
  community,
  isOwn,
  level: Heading = 'h2',
  children,
}: {
  readonly community: Omit<NetworkTown, 'language'> & Pick<Community, 'missingSkills'>
  /** Whether the reader lives there. */
  readonly isOwn: boolean
  readonly level?: 'h2' | 'h3'
  /** What else one can do with it, under its facts. */
  readonly children?: ReactNode
}) => {
  const { t } = useTranslation('towns')
  const templateName = useTemplateName()
  const { id, name, purpose, place, template, members } = community
  const free = MAX_MEMBERS - members
  return (
    <article className="relative grid h-full content-start gap-3 rounded-xl border border-line border-t-4 border-t-denim bg-card p-4 hover:border-denim">
      <div className="grid gap-1">
        <Heading dir="auto" className="font-semibold text-lg">
          <Link
            to="/towns/$id"
            params={{ id: String(id) }}
            // The whole card takes the press.
            className="text-ink no-underline after:absolute after:inset-0 after:rounded-xl"
          >
            {name}
          </Link>
        </Heading>
        <Dotted
          items={[
            isOwn && (
              <strong key="own" className="font-semibold text-denim">
                {t('town.own')}
              </strong>
            ),
            templateName(template),
            place,
          ]}
        />
        <p dir="auto" className="line-clamp-3">
          {purpose}
        </p>
      </div>
      <p className="flex flex-wrap justify-between gap-x-3 text-sm">
        <span>
          {t('facts.members')}{' '}
          <span className="font-semibold tabular-nums">
            {t('facts.membersOf', { members: String(members), seats: String(MAX_MEMBERS) })}
          </span>
        </span>
        <span className={free === 0 ? 'text-soft' : 'font-semibold'}>
          {free === 0 ? t('facts.noFree') : t('facts.free', { count: free })}
        </span>
      </p>
      <ScoreMeter community={community} />
      <MissingSkills community={community} most={NAMED_SKILLS} />
      <TownStateText community={community} isShort />
      {children && <div className="relative justify-self-start">{children}</div>}
    </article>
  )
}
