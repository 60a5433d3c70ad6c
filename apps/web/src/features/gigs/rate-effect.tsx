import {
  type Gig,
  meanLevel,
  VALIDATING_RATES,
  VALIDATING_RATES_PER_PERSON,
  type Wallet,
  type WalletGigs,
} from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { walletGigsQuery, walletQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'

/** What a rating does to the taker's level (spec §2.3), before it is given. */
export const RateEffect = ({
  gig,
  taker,
  rating,
}: {
  readonly gig: Gig & { readonly taker: number }
  /** Name. */
  readonly taker: string
  readonly rating: number | undefined
}) => {
  const { t } = useTranslation('gigs')
  const town = useTown()
  const skillName = useSkillName()
  const { data: wallet } = useQuery(walletQuery(town, gig.taker))
  const { data: gigs } = useQuery(walletGigsQuery(town, gig.taker))
  if (!wallet || !gigs) return null
  const { key, nth, level } = effectOf({ wallet, gigs, gig, rating })
  return (
    <p aria-live="polite" className="max-w-prose rounded-lg bg-page p-3">
      {t(`rate.effect.${key}`, { taker, skill: skillName(gig.skill), nth, level })}
    </p>
  )
}

type Effect = {
  readonly key: 'progress' | 'validates' | 'validatesUnchosen' | 'reevaluation' | 'validated' | 'notCounted' | 'dormant'
  readonly nth?: number
  readonly level?: number
}

export const effectOf = ({
  wallet,
  gigs,
  gig,
  rating,
}: {
  readonly wallet: Pick<Wallet, 'skills' | 'ratings'>
  readonly gigs: Pick<WalletGigs, 'asTaker'>
  readonly gig: Pick<Gig, 'creator' | 'skill'>
  readonly rating: number | undefined
}): Effect => {
  const { count = 0, sum = 0 } = wallet.ratings.find(({ skill }) => skill === gig.skill) ?? {}
  const active = wallet.skills.find(({ skill }) => skill === gig.skill)
  const isValidated = active?.validated ?? count >= VALIDATING_RATES
  const counted = gigs.asTaker.filter(
    (other) => other.creator === gig.creator && other.skill === gig.skill && other.ratingCounted === true,
  )
  if (!isValidated && counted.length >= VALIDATING_RATES_PER_PERSON) return { key: 'notCounted' }
  if (!active) return { key: 'dormant' }
  const nth = count + 1
  if (!isValidated && nth < VALIDATING_RATES) return { key: 'progress', nth, level: active.level }
  if (rating === undefined) return { key: isValidated ? 'validated' : 'validatesUnchosen' }
  const level = meanLevel({ sum: sum + rating, n: nth })
  return { key: isValidated ? 'reevaluation' : 'validates', level }
}
