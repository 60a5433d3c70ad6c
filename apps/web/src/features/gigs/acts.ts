import {
  ABANDONED_AFTER,
  COMPLETING_TIMEOUT,
  type Gig,
  type GigHistoryItem,
  MAX_CHANGES,
  OPEN_EXPIRY,
  RATING_PERIOD,
  REVIEW_PERIOD,
  SETTLE_AFTER,
  TAKING_TIMEOUT,
} from '@distributed-town/sdk'

// Who may do what with a gig, and from when (spec §4.2). The contract decides; this is what the page offers.

/** What somebody is to a gig. A visitor lives in another town or has no Skill Wallet. */
export type GigRole = 'creator' | 'taker' | 'neighbour' | 'visitor'

export type GigAct =
  | 'request'
  | 'accept'
  | 'cancel'
  | 'giveUp'
  | 'reclaim'
  | 'submit'
  | 'requestChanges'
  | 'signCompletion'
  | 'complete'
  | 'completeUnreviewed'
  | 'settle'
  | 'rate'
  | 'rateByDefault'
  | 'lapse'

/** Acts that are asked about once more before they are done. */
export type ConfirmedAct = Exclude<GigAct, 'request' | 'accept' | 'submit' | 'signCompletion' | 'complete' | 'rate'>

/** An act that time opens. `from`: seconds. */
export type TimedAct = { readonly act: Exclude<ConfirmedAct, 'giveUp' | 'requestChanges'>; readonly from: number }

export type GigActs = {
  /** What moves the gig on, if it is this person's turn. */
  readonly primary: GigAct | null
  /** What else is possible now. */
  readonly others: readonly GigAct[]
  /** What time opens later, soonest first. */
  readonly later: readonly TimedAct[]
}

/** What the acts depend on. */
export type GigSituation = Pick<Gig, 'state' | 'since' | 'deadline' | 'changes'> & {
  readonly history: readonly Pick<GigHistoryItem, 'type' | 'at'>[]
}

/** @param now Seconds on the chain. */
export const actsOf = (gig: GigSituation, role: GigRole, now: number): GigActs => {
  const timed = waysOut(gig, role)
  const open = timed.filter(({ from }) => from <= now).map(({ act }) => act)
  const { primary = null, others = [] } = turnOf(gig, role, open)
  return {
    primary,
    others: [...others, ...open].filter((act, i, all) => act !== primary && all.indexOf(act) === i),
    later: timed.filter(({ from }) => from > now).sort((a, b) => a.from - b.from),
  }
}

type Turn = { readonly primary?: GigAct | null; readonly others?: readonly GigAct[] }

/** @param open The ways out that time has opened. */
const turnOf = ({ state, changes }: GigSituation, role: GigRole, open: readonly GigAct[]): Turn => {
  const isParty = role === 'creator' || role === 'taker'
  switch (state) {
    case 'Proposed':
      return role === 'creator' ? { others: ['cancel'] } : {}
    case 'Open':
      if (role === 'creator') return { primary: 'accept', others: ['cancel'] }
      return role === 'neighbour' ? { primary: 'request' } : {}
    case 'Taken':
      if (role === 'taker') return { primary: 'submit', others: changes === 0 ? ['giveUp'] : [] }
      return role === 'creator' ? { primary: open[0] ?? null } : {}
    case 'Submitted':
      if (role === 'creator') return { primary: 'complete', others: changes < MAX_CHANGES ? ['requestChanges'] : [] }
      if (role !== 'taker') return {}
      return open.includes('completeUnreviewed')
        ? { primary: 'completeUnreviewed', others: ['signCompletion'] }
        : { primary: 'signCompletion' }
    case 'Completed':
      if (role === 'creator') return { primary: 'rate' }
      return role === 'taker' ? { primary: open[0] ?? null } : {}
    case 'Taking':
    case 'Completing':
      return isParty ? { primary: open[0] ?? null } : {}
    case 'None':
    case 'Rated':
    case 'Settled':
    case 'Cancelled':
    case 'Disputed':
      return {}
    default:
      return state satisfies never
  }
}

/** Every waiting state has a way out by time. The creator's own rights that need no time are left out. */
const waysOut = ({ state, since, deadline, changes, history }: GigSituation, role: GigRole): TimedAct[] => {
  const isParty = role === 'creator' || role === 'taker'
  switch (state) {
    case 'Proposed':
    case 'Open':
      return role === 'creator' ? [] : [{ act: 'cancel', from: since + OPEN_EXPIRY }]
    case 'Taking':
      return [{ act: 'lapse', from: since + TAKING_TIMEOUT }]
    case 'Taken': {
      if (deadline === null) return []
      if (changes > 0) return [{ act: 'settle', from: isParty ? deadline : deadline + ABANDONED_AFTER }]
      // The taker gives up instead.
      if (role === 'taker') return []
      return [{ act: 'reclaim', from: role === 'creator' ? deadline : deadline + ABANDONED_AFTER }]
    }
    case 'Submitted':
      return [
        { act: 'completeUnreviewed', from: since + REVIEW_PERIOD },
        { act: 'settle', from: since + SETTLE_AFTER },
      ]
    case 'Completing': {
      const asked = history.reduce(
        (latest, { type, at }) => (type === 'completing' ? Math.max(latest, at) : latest),
        since,
      )
      return [{ act: 'lapse', from: asked + COMPLETING_TIMEOUT }]
    }
    case 'Completed':
      // Who can rate needs no default.
      return role === 'creator' ? [] : [{ act: 'rateByDefault', from: since + RATING_PERIOD }]
    case 'None':
    case 'Rated':
    case 'Settled':
    case 'Cancelled':
    case 'Disputed':
      return []
    default:
      return state satisfies never
  }
}
