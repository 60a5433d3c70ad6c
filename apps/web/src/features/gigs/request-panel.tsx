import type { Gig } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { CodePanel } from './code-panel.tsx'
import type { SentCode, SentCodes } from './requests.ts'

/** Asking for an open gig, or in words why that is not possible now and what to do about it. */
export const RequestPanel = ({
  gig,
  title,
  creator,
  sent,
  own,
}: {
  readonly gig: Gig
  readonly title: string
  /** Name. */
  readonly creator: string
  readonly sent: SentCodes
  readonly own: SentCode | undefined
}) => {
  const { t } = useTranslation('gigs')
  const { wallet } = useSession()
  const skillName = useSkillName()
  if (wallet === undefined || wallet === null || wallet.communityId === null) {
    return (
      <>
        <p>{t('obstacle.NoWallet')}</p>
        <div>
          <LinkButton to="/start" search={{ town: gig.communityId }}>
            {t('obstacle.join')}
          </LinkButton>
        </div>
      </>
    )
  }
  if (wallet.communityId !== gig.communityId) return <p>{t('obstacle.NotNeighbour')}</p>
  if (!wallet.skills.some(({ skill }) => skill === gig.skill)) {
    return (
      <>
        <p>{t('obstacle.SkillMissing', { skill: skillName(gig.skill) })}</p>
        <div>
          <LinkButton to="/wallet" look="plain">
            {t('obstacle.changeSkills')}
          </LinkButton>
        </div>
      </>
    )
  }
  if (sent.declined.includes(wallet.id)) return <p>{t('obstacle.Declined', { creator })}</p>
  return <CodePanel action="Request" gig={gig} title={title} creator={creator} sent={own} />
}
