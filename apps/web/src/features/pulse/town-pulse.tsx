import type { CommunityWithRoster } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { communityPulseQuery, PULSE_DAYS } from '../../lib/pulse-queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { FlowCard } from './flow-card.tsx'
import { HandsCard } from './hands-card.tsx'
import { hasBegun, weeksFrom } from './pulse.ts'
import { PulseColumns } from './pulse-columns.tsx'
import { TrustCard } from './trust-card.tsx'
import { WeeksTable } from './weeks-table.tsx'
import { WorkCard } from './work-card.tsx'

/** How a town fares: its measures, each in a sentence. */
export const TownPulse = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation(['pulse', 'towns'])
  const { wallet } = useSession()
  const { data: pulse, error } = useQuery(communityPulseQuery(useTown(), community.id))
  if (error && !pulse) return <ErrorNotice error={error} />
  if (!pulse) return <Spinner label={t('loading')} />
  if (!hasBegun(pulse)) {
    return (
      <Empty text={t('town.empty')}>
        {wallet?.communityId === community.id && (
          <LinkButton to="/gigs" look="plain">
            {t('towns:town.seeGigs')}
          </LinkButton>
        )}
      </Empty>
    )
  }
  const weeks = weeksFrom(pulse.weeks, community.foundedAt)
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-soft">{t('town.lead', { days: PULSE_DAYS })}</p>
      {community.founding && <p className="max-w-prose text-sm text-soft">{t('town.founding')}</p>}
      <PulseColumns
        left={
          <>
            <WorkCard pulse={pulse} weeks={weeks} />
            <TrustCard pulse={pulse} />
          </>
        }
        right={
          <>
            <FlowCard pulse={pulse} weeks={weeks} />
            <HandsCard pulse={pulse} />
          </>
        }
      />
      <WeeksTable weeks={weeks} />
    </div>
  )
}
