import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { GigObstacle } from './gig-obstacle.ts'

/** Why no gig can be offered now, and what to do about it. */
export const ObstacleNotice = ({
  obstacle,
  town,
  spendable,
}: {
  readonly obstacle: GigObstacle
  /** Name. */
  readonly town: string
  readonly spendable: bigint
}) => {
  const { t } = useTranslation('gigs')
  const { amount } = useFormats()
  const skillName = useSkillName()
  return (
    <Notice tone="warning" title={t('new.cannot')}>
      <p className="max-w-prose">{text()}</p>
      <div>{way()}</div>
    </Notice>
  )

  function text() {
    switch (obstacle.code) {
      case 'CommunityInactive':
        return t('new.obstacle.CommunityInactive', { town, count: obstacle.count })
      case 'RatingsDue':
        return t('new.obstacle.RatingsDue', { count: obstacle.count })
      case 'TooManyOpenGigs':
        return t('new.obstacle.TooManyOpenGigs', { count: obstacle.count })
      case 'NotValidated':
        return obstacle.skill === null
          ? t('new.obstacle.NotValidatedNew')
          : t('new.obstacle.NotValidated', { done: obstacle.done, skill: skillName(obstacle.skill) })
      case 'NotSpendable':
        return t('new.obstacle.NotSpendable', { smallest: amount(obstacle.smallest), spendable: amount(spendable) })
      default:
        return obstacle satisfies never
    }
  }

  function way() {
    const label = t(`new.obstacle.actions.${obstacle.code}`)
    switch (obstacle.code) {
      case 'CommunityInactive':
        return <LinkButton to="/town">{label}</LinkButton>
      case 'TooManyOpenGigs':
        return (
          <LinkButton to="/gigs" search={{ view: 'mine' }}>
            {label}
          </LinkButton>
        )
      case 'RatingsDue':
      case 'NotValidated':
      case 'NotSpendable':
        return <LinkButton to="/gigs">{label}</LinkButton>
      default:
        return obstacle satisfies never
    }
  }
}
