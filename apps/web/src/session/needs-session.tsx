import type { Identity, Wallet } from '@distributed-town/sdk'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ErrorNotice } from '../ui/error-notice.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { useSession } from './session-context.ts'
import { UnlockForm } from './unlock-form.tsx'

type Opened = { readonly identity: Identity; readonly wallet: Wallet }
type Housed = Opened & { readonly communityId: number }

const give = <Given,>(children: ReactNode | ((given: Given) => ReactNode), given: Given): ReactNode =>
  typeof children === 'function' ? children(given) : children

/** Its children for somebody with an open session and a wallet; the way there for anybody else. */
export const NeedsSession = ({ children }: { readonly children: ReactNode | ((given: Opened) => ReactNode) }) => {
  const { t } = useTranslation('session')
  const { status, identity, wallet, walletError } = useSession()
  if (status === 'starting') return <Spinner label={t('reading')} />
  if (status === 'none') {
    return (
      <Empty text={t('none')}>
        <LinkButton to="/start">{t('begin')}</LinkButton>
      </Empty>
    )
  }
  if (status === 'locked' || !identity) return <UnlockForm />
  if (wallet === undefined) {
    return walletError === undefined ? <Spinner label={t('reading')} /> : <ErrorNotice error={walletError} />
  }
  if (wallet === null) {
    return (
      <Empty text={t('unfinished')}>
        <LinkButton to="/start">{t('goOn')}</LinkButton>
      </Empty>
    )
  }
  return give(children, { identity, wallet })
}

/** As `NeedsSession`, and only for those who live in a town. */
export const NeedsTown = ({ children }: { readonly children: ReactNode | ((given: Housed) => ReactNode) }) => {
  const { t } = useTranslation('session')
  return (
    <NeedsSession>
      {({ identity, wallet }) =>
        wallet.communityId === null ? (
          <Empty text={t('homeless')}>
            <LinkButton to="/start">{t('findTown')}</LinkButton>
          </Empty>
        ) : (
          give(children, { identity, wallet, communityId: wallet.communityId })
        )
      }
    </NeedsSession>
  )
}
