import type { Gig } from '@distributed-town/sdk'
import { type ReactNode, useId } from 'react'
import { GigCard } from './gig-card.tsx'
import { useChainNow } from './use-chain-now.ts'
import { useNames } from './use-names.ts'

/** Gigs under a heading; `children` where there are none. */
export const GigList = ({
  title,
  gigs,
  titles,
  communityId,
  children,
}: {
  readonly title: string
  readonly gigs: readonly Gig[]
  readonly titles: ReadonlyMap<string, string> | undefined
  readonly communityId: number
  readonly children?: ReactNode
}) => {
  const id = useId()
  const now = useChainNow()
  const names = useNames(communityId)
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
              <GigCard gig={gig} title={titles?.get(gig.record)} creator={names.nameOf(gig.creator)} now={now} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
