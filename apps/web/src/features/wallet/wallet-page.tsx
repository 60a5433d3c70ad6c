import type { CommunityWithRoster, Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { InTurn, useInSlices } from '../../lib/first-page.ts'
import { communityQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { NeedsSession } from '../../session/needs-session.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { BalanceCard } from './balance-card.tsx'
import { CarriedCard, HomelessCarriedCard } from './carried-card.tsx'
import { PartnersCard } from './partners-card.tsx'
import { ProfileCard } from './profile-card.tsx'
import { RecordCard } from './record-card.tsx'
import { SendCard } from './send-card.tsx'
import { SettleCard } from './settle-card.tsx'
import { SkillsCard } from './skills-card.tsx'
import { WalletCodeCard } from './wallet-code-card.tsx'

const route = getRouteApi('/wallet')

/** The own Skill Wallet. `?to=` names whom credits are to be sent to. */
export const WalletPage = () => {
  const { t } = useTranslation('wallet')
  return (
    <Page title={t('title')}>
      <NeedsSession>
        {({ wallet }) =>
          wallet.communityId === null ? (
            <Homeless wallet={wallet} />
          ) : (
            <Housed wallet={wallet} communityId={wallet.communityId} />
          )
        }
      </NeedsSession>
    </Page>
  )
}

const Housed = ({ wallet, communityId }: { readonly wallet: Wallet; readonly communityId: number }) => {
  const { t } = useTranslation('wallet')
  const { data, error } = useQuery(communityQuery(useTown(), communityId))
  const community = useInSlices(data)
  if (error) return <ErrorNotice error={error} />
  if (!community) return <Spinner label={t('loading')} />
  return <Cards wallet={wallet} community={community} />
}

const Cards = ({ wallet, community }: { readonly wallet: Wallet; readonly community: CommunityWithRoster }) => {
  const { to } = route.useSearch()
  const send = <SendCard key={to ?? 0} wallet={wallet} community={community} to={to} />
  return (
    <Columns
      first={
        <>
          {/* Who came to send finds it first. */}
          {to !== undefined && send}
          <BalanceCard wallet={wallet} community={community} />
          <SkillsCard wallet={wallet} communityId={community.id} />
          <SettleCard wallet={wallet} community={community} />
          <CarriedCard wallet={wallet} community={community} />
          {to === undefined && send}
          <PartnersCard wallet={wallet} />
        </>
      }
      second={
        <>
          <WalletCodeCard wallet={wallet} />
          <ProfileCard wallet={wallet} communityId={community.id} />
          <RecordCard wallet={wallet} />
        </>
      }
    />
  )
}

const Homeless = ({ wallet }: { readonly wallet: Wallet }) => {
  const { t } = useTranslation('wallet')
  return (
    <Columns
      first={
        <>
          <Empty text={t('homeless')}>
            <LinkButton to="/towns">{t('choose')}</LinkButton>
          </Empty>
          <HomelessCarriedCard wallet={wallet} />
          <SkillsCard wallet={wallet} communityId={undefined} />
          <PartnersCard wallet={wallet} />
        </>
      }
      second={
        <>
          <WalletCodeCard wallet={wallet} />
          <RecordCard wallet={wallet} />
        </>
      }
    />
  )
}

const Columns = ({ first, second }: { readonly first: ReactNode; readonly second: ReactNode }) => (
  <div className="grid gap-4 wide:grid-cols-[minmax(0,1fr)_22rem] wide:items-start">
    <InTurn>
      <div className="grid min-w-0 gap-4">{first}</div>
      <div className="grid min-w-0 gap-4">{second}</div>
    </InTurn>
  </div>
)
