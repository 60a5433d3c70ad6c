import { communityIdOf, GigState, gigCredits, ReopenCause } from '@distributed-town/protocol'
import type { Gig } from '../../db/chain/tables.ts'
import type { WorkingSet } from '../../db/chain/working-set.ts'
import type { GigEvent } from '../decode.ts'
import { act, changeGig, getCommunity, getGig, getRating, getWallet } from '../state.ts'
import { recordInGig } from './history.ts'
import { unknownEvent } from './unknown.ts'

/** Counters of gigs on a wallet stay at this (SkillWallet.sol). */
const MAX_COUNT = 2 ** 16 - 1

export const applyGigEvent = (set: WorkingSet, event: GigEvent): void => {
  if (event.name === 'EIP712DomainChanged') return
  if (event.name === 'GigCreated') {
    createGig(set, event)
    return
  }
  const gig = getGig(set, event.args.gigId)
  switch (event.name) {
    case 'GigOpened':
      changeGig(set, gig, { state: 'Open' })
      recordInGig(set, event, gig, 'opened')
      break
    case 'GigCancelled':
      changeGig(set, gig, { state: 'Cancelled' })
      getWallet(set, gig.creator).openGigs -= 1
      recordInGig(set, event, gig, 'cancelled')
      break
    case 'GigAccepted': {
      const { taker, deadline } = event.args
      const state = stateOf(event.args.state)
      changeGig(set, gig, { state, taker, since: event.at, deadline: orNull(deadline) })
      getWallet(set, gig.creator).openGigs -= 1
      engage(set, gig, 1)
      actBoth(set, gig, event.at)
      recordInGig(set, event, gig, 'accepted', { taker, state })
      break
    }
    case 'GigTaken': {
      const { deadline } = event.args
      changeGig(set, gig, { state: 'Taken', deadline })
      recordInGig(set, event, gig, 'taken', { deadline })
      break
    }
    case 'GigReopened': {
      const { taker, round } = event.args
      const cause = causeOf(event.args.cause)
      if (cause === 'GivenUp') act(set, taker, event.at)
      engage(set, gig, -1)
      getWallet(set, gig.creator).openGigs += 1
      if (cause === 'GivenUp' || cause === 'Reclaimed') {
        const wallet = getWallet(set, taker)
        wallet.abandonedGigs = Math.min(wallet.abandonedGigs + 1, MAX_COUNT)
      }
      changeGig(set, gig, { state: 'Open', taker: null, deadline: null, since: event.at, round })
      recordInGig(set, event, gig, 'reopened', { taker, cause, round })
      break
    }
    case 'GigSubmitted': {
      const { work, round } = event.args
      changeGig(set, gig, { state: 'Submitted', work, round, since: event.at, askedAt: null })
      act(set, takerOf(gig), event.at)
      recordInGig(set, event, gig, 'submitted', { work, round })
      break
    }
    case 'GigChangesRequested': {
      const { changes, deadline } = event.args
      changeGig(set, gig, { state: 'Taken', changes, deadline })
      act(set, gig.creator, event.at)
      recordInGig(set, event, gig, 'changesRequested', { changes, deadline })
      break
    }
    case 'GigCompleting':
      changeGig(set, gig, { state: 'Completing', askedAt: event.at })
      recordInGig(set, event, gig, 'completing')
      break
    case 'GigCompletionLapsed':
      changeGig(set, gig, { state: 'Submitted' })
      recordInGig(set, event, gig, 'completionLapsed', { refused: event.args.refused })
      break
    case 'GigCompleted': {
      const taker = getWallet(set, event.args.taker)
      engage(set, gig, -1)
      getWallet(set, gig.creator).unratedGigs += 1
      getRating(set, taker.id, gig.skill).pending += 1
      taker.completedGigAt ??= event.at
      changeGig(set, gig, { state: 'Completed', since: event.at })
      // By anybody after a while: who is late with it was at work on it all the same.
      actBoth(set, gig, event.at)
      recordInGig(set, event, gig, 'completed', { taker: taker.id })
      break
    }
    case 'GigSettled': {
      engage(set, gig, -1)
      for (const wallet of parties(set, gig)) wallet.settledGigs = Math.min(wallet.settledGigs + 1, MAX_COUNT)
      changeGig(set, gig, { state: 'Settled' })
      recordInGig(set, event, gig, 'settled', { taker: event.args.taker })
      break
    }
    case 'GigRated':
      rate(set, gig, event.args)
      act(set, gig.creator, event.at)
      recordInGig(set, event, gig, 'rated', { rating: event.args.rating, counted: event.args.counted })
      break
    case 'GigRatedByDefault':
      rate(set, gig, event.args)
      recordInGig(set, event, gig, 'ratedByDefault', { rating: event.args.rating, counted: event.args.counted })
      break
    case 'ModuleFailed':
      recordInGig(set, event, gig, 'moduleFailed', { module: event.args.module })
      break
    default:
      unknownEvent(event)
  }
}

const createGig = (set: WorkingSet, event: Extract<GigEvent, { name: 'GigCreated' }>): void => {
  const { gigId, creator, skill, commitment, durationDays, release, record } = event.args
  const communityId = communityIdOf(gigId)
  const state = stateOf(event.args.state)
  const gig: Gig = {
    id: gigId,
    communityId,
    creator,
    taker: null,
    state: 'None',
    skill,
    commitment,
    credits: gigCredits({ skill, commitment }),
    durationDays,
    release,
    round: 0,
    changes: 0,
    record,
    work: null,
    createdAt: event.at,
    since: event.at,
    deadline: null,
    askedAt: null,
    rating: null,
    ratingCounted: null,
  }
  set.gigs.set(gigId, gig)
  changeGig(set, gig, { state })
  getCommunity(set, communityId).gigs += 1
  getWallet(set, creator).openGigs += 1
  act(set, creator, event.at)
  recordInGig(set, event, gig, 'created', { creator, state })
}

/** Rates follow the events of what they moved: levels and grants are up to date already. */
const rate = (
  set: WorkingSet,
  gig: Gig,
  { rating, counted }: { readonly rating: number; readonly counted: boolean },
): void => {
  getWallet(set, gig.creator).unratedGigs -= 1
  const rates = getRating(set, takerOf(gig), gig.skill)
  rates.pending -= 1
  rates.count += Number(counted)
  rates.sum += counted ? rating : 0
  changeGig(set, gig, { state: 'Rated', rating, ratingCounted: counted })
}

const engage = (set: WorkingSet, gig: Gig, by: 1 | -1): void => {
  for (const wallet of parties(set, gig)) wallet.engagements += by
}

const actBoth = (set: WorkingSet, gig: Gig, at: number): void => {
  for (const { id } of parties(set, gig)) act(set, id, at)
}

const parties = (set: WorkingSet, gig: Gig) => [getWallet(set, gig.creator), getWallet(set, takerOf(gig))]

const takerOf = ({ id, taker }: Gig): number => {
  if (taker === null) throw new Error(`gig ${id} has no taker`)
  return taker
}

const stateOf = (index: number): GigState => named(GigState, index)

const causeOf = (index: number): ReopenCause => named(ReopenCause, index)

const named = <Name extends string>(names: readonly Name[], index: number): Name => {
  const name = names[index]
  if (name === undefined) throw new Error(`${index} is not in ${names.join(', ')}`)
  return name
}

const orNull = (time: number): number | null => (time === 0 ? null : time)
