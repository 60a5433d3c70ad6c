import type { Wallet } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { nextValidation } from './free-and-kept.ts'

/** What brings a wallet on; nothing when there is nothing to do. */
export const NextCard = ({ wallet }: { readonly wallet: Wallet }) => {
  const { t } = useTranslation('wallet')
  const skillName = useSkillName()
  const next = nextValidation(wallet.skills)
  const waiting = wallet.ratings.reduce((sum, { pending }) => sum + pending, 0)
  if (!next && waiting === 0 && wallet.unratedGigs === 0) return null
  return (
    <Card title={t('next.title')}>
      {wallet.unratedGigs > 0 && (
        <div className="grid justify-items-start gap-2">
          <p>{t('next.rate', { count: wallet.unratedGigs })}</p>
          <LinkButton to="/gigs">{t('next.goRate')}</LinkButton>
        </div>
      )}
      {waiting > 0 && <p>{t('next.waiting', { count: waiting })}</p>}
      {next && (
        <div className="grid justify-items-start gap-2">
          <p>{t('next.validate', { count: next.count, skill: skillName(next.skill) })}</p>
          <LinkButton to="/gigs" look="plain">
            {t('next.seeGigs')}
          </LinkButton>
        </div>
      )}
    </Card>
  )
}
