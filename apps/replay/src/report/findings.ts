import { MIN_SPENDERS, ratioBps, SPENDER_CREDITS, UNVALIDATED_ALLOWANCE, VALIDATING_RATES } from '@distributed-town/sdk'
import { credits, percent, plain } from './numbers.ts'
import { byCount, explain } from './reasons.ts'
import type { Report } from './schema.ts'
import { STANDING_WORDS, type Standing } from './standing.ts'

/** What a report says about the rules, in sentences; each is computed, and left out where there is nothing to say. */
export const findingsOf = ({ totals, towns }: Pick<Report, 'totals' | 'towns'>): readonly string[] => {
  const of = (standing: Standing) => totals.standings.find((each) => each.standing === standing)
  const perResident = (standing: Standing): string | undefined => {
    const { wanted = 0, residents = 0 } = of(standing) ?? {}
    return residents === 0 ? undefined : `${plain(wanted / residents, 1)} in ${STANDING_WORDS[standing].name} towns`
  }
  const demanding = towns.filter(({ wanted }) => wanted > 0).length
  const demand = (['living', 'strained', 'stalled'] as const).flatMap((standing) => perResident(standing) ?? [])
  const left = totals.wanted - totals.done
  const [main] = byCount(totals.notDone)
  const states = towns.flatMap(({ state }) => (state ? [state] : []))
  const withoutValidated = states.filter(({ validated }) => validated === 0).length
  const share = (part: number | bigint, whole: number | bigint) => percent(ratioBps({ part, whole }))
  return [
    demanding > 0
      ? `Of ${plain(demanding)} towns in which somebody wanted a gig, ${plain(of('living')?.towns ?? 0)} live, ${plain(of('strained')?.towns ?? 0)} are strained and ${plain(of('stalled')?.towns ?? 0)} stalled.`
      : undefined,
    demand.length > 1 ? `Gigs that a resident wanted: ${demand.join(', ')}.` : undefined,
    main
      ? `Of ${plain(left)} gigs that were not done, ${plain(main[1])} (${share(main[1], left)}) failed for one reason: ${explain(main[0]) ?? main[0]}.`
      : undefined,
    totals.held > 0n
      ? `Members hold ${credits(totals.held)} credits and can spend ${share(totals.spendable, totals.held)} of them: who is not validated may go ${UNVALIDATED_ALLOWANCE} under what was granted, and no lower.`
      : undefined,
    totals.spendable > 0n
      ? `${share(totals.resting, totals.spendable)} of what can be spent is with members who never paid for a gig.`
      : undefined,
    totals.members > 0
      ? `${plain(totals.withoutCredits)} of ${plain(totals.members)} members have less than ${SPENDER_CREDITS} credits left to spend, the price of the smallest gig in the dearest skills.`
      : undefined,
    totals.members > 0
      ? `${VALIDATING_RATES} rates validated ${plain(totals.validated)} of ${plain(totals.members)} members (${share(totals.validated, totals.members)}). ${plain(withoutValidated)} towns have nobody validated, and ${plain(totals.pastFounding)} got past founding, which takes ${MIN_SPENDERS} validated members with ${SPENDER_CREDITS} credits to spend.`
      : undefined,
    totals.scores.towns > 0
      ? `${plain(totals.scores.below48)} of ${plain(totals.scores.towns)} towns score under 48, for want of variety in their skills.`
      : undefined,
  ].flatMap((sentence) => sentence ?? [])
}
