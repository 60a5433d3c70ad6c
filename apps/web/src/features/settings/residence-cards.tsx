import type { Community, Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { leaveFlow } from '../../flows/leave.ts'
import { communityQuery, walletGigsQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ChangeSkills } from './change-skills.tsx'
import { Relocate } from './relocate.tsx'

/** Changing skills, moving and leaving: each shows its consequences before. */
export const ResidenceCards = () => {
  const { wallet } = useSession()
  const { data: community } = useQuery({
    ...communityQuery(useTown(), wallet?.communityId ?? 0),
    enabled: wallet?.communityId != null,
  })
  if (!wallet || wallet.communityId === null || !community) return null
  return <Cards wallet={wallet} community={community} />
}

const Cards = ({ wallet, community }: { readonly wallet: Wallet; readonly community: Community }) => {
  const { t } = useTranslation('settings')
  const [open, setOpen] = useState<'skills' | 'move' | 'leave'>()
  const navigate = useNavigate()
  const close = () => setOpen(undefined)
  const engaged = wallet.engagements > 0 ? t('engaged', { count: wallet.engagements }) : undefined
  return (
    <>
      <Card tone="carrot" title={t('skills.title')}>
        <p className="text-soft">{t('skills.text')}</p>
        <div>
          <Button look="plain" onPress={() => setOpen('skills')}>
            {t('skills.act')}
          </Button>
        </div>
        {open === 'skills' && (
          <Dialog title={t('skills.title')} onClose={close}>
            <ChangeSkills wallet={wallet} community={community} onDone={close} />
          </Dialog>
        )}
      </Card>
      <Card title={t('move.title')}>
        <p className="text-soft">{t('move.text')}</p>
        <div className="flex flex-wrap gap-3">
          <Button look="plain" reason={engaged} onPress={() => setOpen('move')}>
            {t('move.act')}
          </Button>
        </div>
        {open === 'move' && (
          <Dialog title={t('move.title')} onClose={close}>
            <Relocate wallet={wallet} community={community} onDone={() => void navigate({ to: '/town' })} />
          </Dialog>
        )}
      </Card>
      <Card title={t('leave.title', { name: community.name })}>
        <p className="text-soft">{t('leave.text')}</p>
        <div>
          <Button look="danger" reason={engaged} onPress={() => setOpen('leave')}>
            {t('leave.act')}
          </Button>
        </div>
        {open === 'leave' && (
          <Dialog title={t('leave.title', { name: community.name })} onClose={close}>
            <Leave wallet={wallet} community={community} onDone={() => void navigate({ to: '/' })} />
          </Dialog>
        )}
      </Card>
    </>
  )
}

const Leave = ({
  wallet,
  community,
  onDone,
}: {
  readonly wallet: Wallet
  readonly community: Community
  readonly onDone: () => void
}) => {
  const { t } = useTranslation('settings')
  const { amount } = useFormats()
  const flow = useFlow(leaveFlow)
  const { data: gigs } = useQuery(walletGigsQuery(useTown(), wallet.id))
  const cancelled = gigs?.asCreator.filter(({ state }) => state === 'Proposed' || state === 'Open').length ?? 0
  const leave = async () => {
    const left = await flow.run({ walletId: wallet.id, communityId: community.id })
    if (left) onDone()
  }
  return (
    <>
      <ul className="grid list-disc gap-1 pl-5">
        <li>{t('leave.credits', { amount: amount(wallet.balance) })}</li>
        <li>{t('leave.skills')}</li>
        {cancelled > 0 && <li>{t('leave.gigs', { count: cancelled })}</li>}
        <li>{t('leave.texts')}</li>
        {community.members <= 3 && <li>{t('leave.few')}</li>}
      </ul>
      <ErrorNotice error={flow.error} />
      <Button look="danger" pending={flow.isPending && t('leave.pending')} onPress={() => void leave()}>
        {t('leave.confirm')}
      </Button>
    </>
  )
}
