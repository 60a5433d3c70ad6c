import { type CommunityWithRoster, isTownError } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { communityQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'

/** The town that a page is about: the one in the address, else that of the reader. Where there is none, a page that says so. */
export const TownOfPage = ({ children }: { readonly children: (community: CommunityWithRoster) => ReactNode }) => {
  const { t } = useTranslation('towns')
  const { id } = useParams({ strict: false })
  const { status, wallet, walletError } = useSession()
  if (id !== undefined) {
    const communityId = toId(id)
    return communityId === undefined ? <UnknownTown /> : <TownById communityId={communityId}>{children}</TownById>
  }
  if (wallet?.communityId) return <TownById communityId={wallet.communityId}>{children}</TownById>
  if (walletError) {
    return (
      <Page title={t('town.noneTitle')}>
        <ErrorNotice error={walletError} />
      </Page>
    )
  }
  const isReading = status === 'starting' || (status !== 'none' && wallet === undefined)
  return isReading ? <Spinner label={t('town.loading')} /> : <NoTown hasIdentity={status !== 'none'} />
}

const NoTown = ({ hasIdentity }: { readonly hasIdentity: boolean }) => {
  const { t } = useTranslation('towns')
  return (
    <Page title={t('town.noneTitle')}>
      <Empty text={hasIdentity ? t('town.noneLead') : t('town.noneNoSession')}>
        <LinkButton to="/towns">{t('town.find')}</LinkButton>
      </Empty>
    </Page>
  )
}

const UnknownTown = () => {
  const { t } = useTranslation('towns')
  return (
    <Page title={t('town.unknown')}>
      <LinkButton to="/towns">{t('town.find')}</LinkButton>
    </Page>
  )
}

const TownById = ({
  communityId,
  children,
}: {
  readonly communityId: number
  readonly children: (community: CommunityWithRoster) => ReactNode
}) => {
  const { t } = useTranslation('towns')
  const { data: community, error } = useQuery(communityQuery(useTown(), communityId))
  if (community) return children(community)
  if (isTownError(error, 'NOT_FOUND')) return <UnknownTown />
  if (error) {
    return (
      <Page title={t('town.noneTitle')}>
        <ErrorNotice error={error} />
      </Page>
    )
  }
  return <Spinner label={t('town.loading')} />
}

const toId = (text: string): number | undefined => {
  const id = Number(text)
  return Number.isInteger(id) && id > 0 && id < 2 ** 32 ? id : undefined
}
