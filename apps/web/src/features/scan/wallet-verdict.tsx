import { isTownError, type WalletCode } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { walletQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SkillBadge } from '../../ui/skill-badge.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useNames } from '../gigs/use-names.ts'
import { useChainId } from './use-chain-id.ts'

/** The Skill Wallet in a code: whose it is, and sending credits to it. */
export const WalletVerdict = ({ code }: { readonly code: WalletCode }) => {
  const { t } = useTranslation('scan')
  const chainId = useChainId()
  const isHere = chainId === code.chainId
  const { wallet: own } = useSession()
  const { data: wallet, error } = useQuery({ ...walletQuery(useTown(), code.walletId), enabled: isHere })
  const { nameOf } = useNames(wallet?.communityId ?? undefined, [])
  const refusal = refusalOf()

  if (refusal) {
    return (
      <Page title={t('refusal.title')}>
        <Notice tone="bad">
          <p>{t(refusal)}</p>
        </Notice>
      </Page>
    )
  }
  if (!wallet) {
    return <Page title={t('title')}>{error ? <ErrorNotice error={error} /> : <Spinner label={t('reading')} />}</Page>
  }
  const name = nameOf(wallet.id)
  const isOwn = own?.id === wallet.id
  const isNeighbour = !isOwn && wallet.communityId !== null && own?.communityId === wallet.communityId
  return (
    <Page title={t('wallet.title', { name })}>
      <Card tone="denim">
        <p>
          {t(`wallet.${isOwn ? 'own' : isNeighbour ? 'neighbour' : wallet.communityId === null ? 'none' : 'other'}`, {
            name,
          })}
        </p>
        {wallet.skills.length > 0 && (
          <>
            <h2 className="font-semibold">{t('wallet.skills')}</h2>
            <ul className="flex flex-wrap gap-2">
              {wallet.skills.map(({ skill, level, validated }) => (
                <li key={skill}>
                  <SkillBadge skill={skill} level={level} validated={validated} />
                </li>
              ))}
            </ul>
          </>
        )}
        {isNeighbour && (
          <div>
            <LinkButton to="/wallet" search={{ to: wallet.id }}>
              {t('wallet.send', { name })}
            </LinkButton>
          </div>
        )}
      </Card>
    </Page>
  )

  function refusalOf() {
    if (chainId !== undefined && !isHere) return 'refusal.CODE_OTHER_CHAIN'
    if (!wallet) return isTownError(error, 'NOT_FOUND') ? 'refusal.noWallet' : undefined
    // Nothing in the code is signed: credits must not go where the wallet's owner is not.
    return wallet.owner.toLowerCase() === code.address.toLowerCase() ? undefined : 'wallet.mismatch'
  }
}
