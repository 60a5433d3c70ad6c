import type { Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { communityQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { NeedsTown } from '../../session/needs-session.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { ClockNotice } from './clock-notice.tsx'
import { gigObstacle } from './gig-obstacle.ts'
import { NewGigForm } from './new-gig-form.tsx'
import { ObstacleNotice } from './obstacle-notice.tsx'

export const NewGigPage = () => {
  const { t } = useTranslation('gigs')
  return (
    <Page title={t('new.title')} lead={t('new.intro')} back={{ to: '/gigs', label: t('new.back') }}>
      <NeedsTown>{({ wallet, communityId }) => <NewGig wallet={wallet} communityId={communityId} />}</NeedsTown>
    </Page>
  )
}

const NewGig = ({ wallet, communityId }: { readonly wallet: Wallet; readonly communityId: number }) => {
  const { t } = useTranslation()
  const { data: community, error } = useQuery(communityQuery(useTown(), communityId))
  if (!community) return error ? <ErrorNotice error={error} /> : <Spinner label={t('loading')} />
  const obstacle = gigObstacle({ wallet, community })
  // What was typed stays when something comes between while one types.
  return (
    <>
      <ClockNotice />
      {obstacle && <ObstacleNotice obstacle={obstacle} town={community.name} spendable={wallet.spendable} />}
      <div hidden={obstacle !== null}>
        <NewGigForm wallet={wallet} template={community.template} />
      </div>
    </>
  )
}
