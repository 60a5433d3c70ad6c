import { type Gig, gigNumberOf } from '@distributed-town/sdk'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../ui/amount.tsx'
import { SkillBadge } from '../../ui/skill-badge.tsx'
import { GigDeadline } from './gig-deadline.tsx'
import { GigStateBadge } from './gig-state.tsx'

/** A gig in a list: title, state and deadline at a glance. `children`: what is due. */
export const GigCard = ({
  gig,
  title,
  creator,
  now,
  children,
}: {
  readonly gig: Gig
  /** undefined: it can't be read. */
  readonly title: string | undefined
  /** Name. */
  readonly creator: string
  readonly now: number
  readonly children?: ReactNode
}) => {
  const { t } = useTranslation('gigs')
  return (
    <article className="relative grid gap-2 rounded-xl border border-line border-l-4 border-l-burgundy bg-card p-3 hover:border-denim has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-denim">
      <div className="flex items-start justify-between gap-3">
        <h3 dir="auto" className="min-w-0 font-semibold">
          {/* The whole card leads there. */}
          <Link
            to="/gigs/$id"
            params={{ id: String(gig.id) }}
            state={{ isFromList: true }}
            className="text-ink no-underline outline-none after:absolute after:inset-0 after:rounded-xl"
          >
            {title ?? t('text.untitled', { number: gigNumberOf(gig.id) })}
          </Link>
        </h3>
        <GigStateBadge gig={gig} now={now} />
      </div>
      {children}
      <ul className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
        <li className="font-semibold text-ink">
          <Amount value={gig.credits} />
        </li>
        <li>
          <SkillBadge skill={gig.skill} />
        </li>
        <li>
          <bdi>{creator}</bdi>
        </li>
        <li>
          <GigDeadline gig={gig} now={now} />
        </li>
      </ul>
    </article>
  )
}
