import type { Gig } from '@distributed-town/sdk'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { GigCard } from './gig-card.tsx'
import { useChainNow } from './use-chain-now.ts'
import { useNames } from './use-names.ts'

/** Gigs under a heading; `children` where there are none. */
export const GigList = ({
  title,
  gigs,
  titles,
  communityId,
  isFitting = false,
  children,
}: {
  readonly title: string
  readonly gigs: readonly Gig[]
  readonly titles: ReadonlyMap<string, string> | undefined
  readonly communityId: number
  /** Whether it says which own skill each is for. */
  readonly isFitting?: boolean
  readonly children?: ReactNode
}) => {
  const id = useId()
  const now = useChainNow()
  const names = useNames(communityId)
  const { t } = useTranslation('gigs')
  const skillName = useSkillName()
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      {gigs.length === 0 ? (
        children
      ) : (
        <ul className="grid gap-3 wide:grid-cols-2">
          {gigs.map((gig) => (
            <li key={String(gig.id)}>
              <GigCard gig={gig} title={titles?.get(gig.record)} creator={names.nameOf(gig.creator)} now={now}>
                {isFitting && (
                  <p className="text-sm font-medium text-forest">
                    {t('list.fitsYour', { skill: skillName(gig.skill) })}
                  </p>
                )}
              </GigCard>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
