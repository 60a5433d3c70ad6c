import { type GigWithHistory, isTownError, type SignedCode, type Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { gigQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useChainNow } from '../gigs/use-chain-now.ts'
import { useNames } from '../gigs/use-names.ts'
import { ConfirmCode } from './confirm-code.tsx'
import { judgeCode, type Refusal } from './judge-code.ts'
import type { ReadCode } from './read-code.ts'
import { useChainId } from './use-chain-id.ts'
import { WalletVerdict } from './wallet-verdict.tsx'

/** What a code is, who made it, and the one thing that can be done with it; or why not. */
export const CodeVerdict = ({ read }: { readonly read: ReadCode }) => {
  const { t } = useTranslation('scan')
  const { status, wallet, walletError } = useSession()
  if (read.kind === 'Wallet') return <WalletVerdict code={read.code} />
  if (status === 'none' || wallet === null) {
    return (
      <Page title={t('title')}>
        <Notice title={t(read.kind === 'Request' ? 'kind.request' : 'kind.completion')}>
          <p>{t('newcomer')}</p>
          <div>
            <LinkButton to="/start">{t('join')}</LinkButton>
          </div>
        </Notice>
      </Page>
    )
  }
  if (!wallet) {
    return (
      <Page title={t('title')}>
        {walletError ? <ErrorNotice error={walletError} /> : <Spinner label={t('reading')} />}
      </Page>
    )
  }
  return <GigCodeVerdict code={read.code} wallet={wallet} />
}

const GigCodeVerdict = ({ code, wallet }: { readonly code: SignedCode; readonly wallet: Wallet }) => {
  const { t } = useTranslation('scan')
  const town = useTown()
  const chainId = useChainId()
  const isHere = chainId === code.chainId
  const { data: gig, error } = useQuery({ ...gigQuery(town, code.gigId), enabled: isHere })
  if (chainId === undefined || (isHere && !gig && !error)) {
    return (
      <Page title={t('title')}>
        <Spinner label={t('reading')} />
      </Page>
    )
  }
  if (isHere && !gig && !isTownError(error, 'NOT_FOUND', 'INVALID_REQUEST')) {
    return (
      <Page title={t('title')}>
        <ErrorNotice error={error} />
      </Page>
    )
  }
  // A wallet of another network is somebody else's: nothing is looked up for it.
  return isHere && gig ? (
    <JudgedCode code={code} wallet={wallet} gig={gig} chainId={chainId} />
  ) : (
    <Refused>{t(isHere ? 'refusal.noGig' : 'refusal.CODE_OTHER_CHAIN')}</Refused>
  )
}

const JudgedCode = ({
  code,
  wallet,
  gig,
  chainId,
}: {
  readonly code: SignedCode
  readonly wallet: Wallet
  readonly gig: GigWithHistory
  readonly chainId: number
}) => {
  const now = useChainNow()
  const me = { walletId: wallet.id, communityId: wallet.communityId }
  const refusal = judgeCode({ code, gig, me, chainId, now })
  return <ConfirmCode code={code} gig={gig} refusal={refusal && <RefusedGigCode {...{ code, gig, refusal }} />} />
}

const RefusedGigCode = ({
  code,
  gig,
  refusal,
}: {
  readonly code: SignedCode
  readonly gig: GigWithHistory
  readonly refusal: Refusal
}) => {
  const { t } = useTranslation('scan')
  const formats = useFormats()
  const ids = [gig.creator, code.walletId, ...(gig.taker === null ? [] : [gig.taker])]
  const { nameOf } = useNames(gig.communityId, ids)
  const text = t(`refusal.${refusal}`, {
    name: nameOf(code.walletId),
    creator: nameOf(gig.creator),
    taker: gig.taker === null ? '' : nameOf(gig.taker),
    when: formats.relative(code.expiry),
  })
  return (
    <Refused>
      {text}
      {refusal !== 'otherTown' && (
        <span className="mt-3 block">
          <LinkButton to="/gigs/$id" params={{ id: String(gig.id) }} look="plain">
            {t('open')}
          </LinkButton>
        </span>
      )}
    </Refused>
  )
}

const Refused = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation('scan')
  return (
    <Page title={t('refusal.title')}>
      <Notice tone="bad">
        <p>{children}</p>
      </Notice>
    </Page>
  )
}
