import type { Gig } from '@distributed-town/sdk'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../session/session-context.ts'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { SkillBadge } from '../../ui/skill-badge.tsx'
import { Time } from '../../ui/time.tsx'
import type { Names } from './use-names.ts'

/** Terms, parties and times of a gig. */
export const GigFacts = ({ gig, names, now }: { readonly gig: Gig; readonly names: Names; readonly now: number }) => {
  const { t } = useTranslation('gigs')
  return (
    <Card tone="burgundy">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
        <Fact term={t('fact.credits')}>
          <strong>
            <Amount value={gig.credits} />
          </strong>
        </Fact>
        <Fact term={t('fact.skill')}>
          <SkillBadge skill={gig.skill} />
        </Fact>
        <Fact term={t('fact.commitment')}>{t('fact.commitmentValue', { commitment: gig.commitment })}</Fact>
        <Fact term={t('fact.duration')}>{t('days', { count: gig.durationDays })}</Fact>
        {gig.deadline !== null && gig.state === 'Taken' && (
          <Fact term={t(gig.deadline <= now ? 'fact.overdue' : 'fact.due')}>
            <Time at={gig.deadline} />
          </Fact>
        )}
        <Fact term={t('fact.creator')}>
          <Person walletId={gig.creator} names={names} />
        </Fact>
        {gig.taker !== null && (
          <Fact term={t('fact.taker')}>
            <Person walletId={gig.taker} names={names} />
          </Fact>
        )}
        {gig.rating !== null && (
          <Fact term={t('fact.rating')}>
            {t('fact.ratingValue', { rating: gig.rating })}
            {gig.ratingCounted === false && <span className="block text-sm text-soft">{t('fact.notCounted')}</span>}
          </Fact>
        )}
        <Fact term={t('fact.offered')}>
          <Time at={gig.createdAt} />
        </Fact>
      </dl>
    </Card>
  )
}

const Fact = ({ term, children }: { readonly term: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-soft">{term}</dt>
    <dd className="min-w-0">{children}</dd>
  </>
)

const Person = ({ walletId, names }: { readonly walletId: number; readonly names: Names }) => {
  const { t } = useTranslation('gigs')
  const { wallet } = useSession()
  const name = names.nameOf(walletId)
  return wallet?.id === walletId ? t('fact.nameYou', { name }) : name
}
