import { encodeWalletCode, type Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { communityQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { NeedsSession } from '../../session/needs-session.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { QrCode } from '../scan/qr-code.tsx'
import { useChainId } from '../scan/use-chain-id.ts'
import { useMemberName } from '../town/use-member-name.ts'
import './member-card.css'

const SIZES = ['wallet', 'a7'] as const
type Size = (typeof SIZES)[number]

/** The own Skill Wallet on a card to print, in the size of a bank card or of A7. */
export const MemberCardPage = () => {
  const { t } = useTranslation('wallet')
  return (
    <Page title={t('card.title')} lead={t('card.lead')} back={{ to: '/wallet', label: t('statement.back') }}>
      <NeedsSession>{({ wallet }) => <Printable wallet={wallet} />}</NeedsSession>
    </Page>
  )
}

const Printable = ({ wallet }: { readonly wallet: Wallet }) => {
  const { t } = useTranslation('wallet')
  const [size, setSize] = useState<Size>('wallet')
  return (
    <Tabs
      label={t('card.size')}
      tabs={SIZES.map((key) => ({ key, label: t(`card.sizes.${key}`) }))}
      value={size}
      onChange={setSize}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-4">
        <MemberCard wallet={wallet} size={size} />
        <div className="grid gap-2 print:hidden">
          <Button onPress={() => window.print()}>{t('card.print')}</Button>
          <p className="max-w-prose text-sm text-soft">{t('card.hint')}</p>
          <p className="max-w-prose text-sm text-soft">{t('card.tells')}</p>
        </div>
      </div>
    </Tabs>
  )
}

/** Black on white in every colour scheme: it is for paper. */
const MemberCard = ({ wallet, size }: { readonly wallet: Wallet; readonly size: Size }) => {
  const { t } = useTranslation('wallet')
  const town = useTown()
  const skillName = useSkillName()
  const chainId = useChainId()
  const { nameOf } = useMemberName(wallet.communityId ?? undefined)
  const { data: community, error } = useQuery({
    ...communityQuery(town, wallet.communityId ?? 0),
    enabled: wallet.communityId !== null,
  })
  if (error) return <ErrorNotice error={error} />
  if (chainId === undefined || (wallet.communityId !== null && !community)) return <Spinner label={t('loading')} />
  const { id, owner, skills, messagingKey } = wallet
  return (
    <article className={`member-card member-card-${size}`} aria-label={t('card.label')}>
      <div className="member-card-text">
        <p className="member-card-town">
          <bdi>{community?.name ?? t('card.noTown')}</bdi>
        </p>
        <p className="member-card-name">
          <bdi>{nameOf({ walletId: id, messagingKey })}</bdi>
        </p>
        <ul className="member-card-skills">
          {skills.map(({ skill, level, validated }) => (
            <li key={skill}>
              {t(validated ? 'card.validated' : 'card.skill', { skill: skillName(skill), level: String(level) })}
            </li>
          ))}
        </ul>
        <p className="member-card-foot">{t('card.foot', { id: String(id) })}</p>
      </div>
      <div className="member-card-code">
        <QrCode text={encodeWalletCode({ chainId, walletId: id, address: owner })} label={t('card.code')} />
      </div>
    </article>
  )
}
