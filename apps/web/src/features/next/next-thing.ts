import {
  type Community,
  type Gig,
  MAX_MEMBERS,
  MIN_MEMBERS,
  SUSTAINING_SCORE,
  type Wallet,
} from '@distributed-town/sdk'
import type { SessionStatus } from '../../session/session-context.ts'
import { gigObstacle } from '../gigs/gig-obstacle.ts'
import type { Todo } from '../gigs/use-todo.ts'
import { type NextValidation, nextValidation } from '../wallet/free-and-kept.ts'

/** What somebody could do about a gig; each has its texts under `next:gig.<what>`. */
export type GigThing = 'rate' | 'complete' | 'accept' | 'changes' | 'submit' | 'other' | 'meet' | 'asked' | 'wait'

/** The next useful thing for a person; what it says is in the texts under `next:<kind>`. */
export type NextThing =
  | { readonly kind: 'unlock' | 'finish' | 'findTown' }
  | { readonly kind: 'invite'; readonly communityId: number; readonly missing: number }
  | { readonly kind: 'gig'; readonly what: GigThing; readonly gig: Gig }
  /** `count`: open gigs that fit. */
  | { readonly kind: 'take'; readonly count: number; readonly progress: NextValidation | undefined }
  | { readonly kind: 'offer'; readonly isFounding: boolean; readonly spendable: bigint }
  /** All gigs that may be open at once are. */
  | { readonly kind: 'allOpen' }
  /** The town's score is too low, a seat is free and nobody has the skill. */
  | { readonly kind: 'inviteSkill'; readonly communityId: number; readonly skill: number }
  /** Nothing is open for these skills. */
  | { readonly kind: 'show'; readonly progress: NextValidation | undefined }

/** What is known of the reader; undefined: not read yet. */
export type Situation = {
  readonly status: SessionStatus
  readonly wallet: Wallet | null | undefined
  readonly community:
    | Pick<Community, 'id' | 'members' | 'active' | 'founding' | 'template' | 'score' | 'missingSkills'>
    | undefined
  /** What waits for oneself, most urgent first. */
  readonly todo: readonly Todo[] | undefined
  /** Gigs that one takes or took. */
  readonly taken: readonly Gig[] | undefined
  /** The open gigs of the town. */
  readonly open: readonly Gig[] | undefined
  /** Those of them that one has asked for. */
  readonly asked: ReadonlySet<bigint>
}

/**
 * One thing, whatever the situation. What a neighbour waits for comes first, then what a town can't begin without, then work for others,
 * then wishes of one's own. undefined: nobody is here (every page invites strangers itself), or too little is known yet.
 */
export const nextThing = ({
  status,
  wallet,
  community,
  todo,
  taken,
  open,
  asked,
}: Situation): NextThing | undefined => {
  if (status === 'starting' || status === 'none') return undefined
  if (status === 'locked') return { kind: 'unlock' }
  if (wallet === undefined) return undefined
  if (wallet === null) return { kind: 'finish' }
  if (wallet.communityId === null) return { kind: 'findTown' }
  if (!community || !todo || !taken || !open) return undefined
  const [due] = todo
  if (due) {
    const { gig, what } = due
    return { kind: 'gig', what: what === 'submit' && gig.changes > 0 ? 'changes' : what, gig }
  }
  if (!community.active) {
    return { kind: 'invite', communityId: community.id, missing: Math.max(1, MIN_MEMBERS - community.members) }
  }
  const handedIn = taken.find(({ state }) => state === 'Submitted')
  if (handedIn) return { kind: 'gig', what: 'meet', gig: handedIn }
  const progress = nextValidation(wallet.skills)
  const fits = open.filter(
    ({ id, creator, skill }) => creator !== wallet.id && !asked.has(id) && hasSkill(wallet, skill),
  )
  if (fits.length > 0) return { kind: 'take', count: fits.length, progress }
  const obstacle = gigObstacle({ wallet, community })
  if (!obstacle) return { kind: 'offer', isFounding: !wallet.validated, spendable: wallet.spendable }
  const askedGig = open.find(({ id }) => asked.has(id))
  if (askedGig) return { kind: 'gig', what: 'asked', gig: askedGig }
  const unrated = taken.find(({ state }) => state === 'Completed')
  if (unrated) return { kind: 'gig', what: 'wait', gig: unrated }
  if (obstacle.code === 'TooManyOpenGigs') return { kind: 'allOpen' }
  const [skill] = community.missingSkills
  const isThin = community.score !== null && community.score < SUSTAINING_SCORE && community.members < MAX_MEMBERS
  if (isThin && skill !== undefined) return { kind: 'inviteSkill', communityId: community.id, skill }
  return { kind: 'show', progress }
}

const hasSkill = ({ skills }: Wallet, skill: number): boolean => skills.some((own) => own.skill === skill)

/** Where the thing is done. An invitation is copied on the spot. */
export const placeOf = (thing: NextThing): string | undefined => {
  switch (thing.kind) {
    case 'unlock':
    case 'show':
      return '/wallet'
    case 'finish':
    case 'findTown':
      return '/start'
    case 'gig':
      return `/gigs/${thing.gig.id}`
    case 'take':
    case 'allOpen':
      return '/gigs'
    case 'offer':
      return '/gigs/new'
    case 'invite':
    case 'inviteSkill':
      return undefined
    default:
      return thing satisfies never
  }
}

/** Whether a page tells of the thing itself: it is the place for it, or asks for the passphrase. */
export const isToldBy = (thing: NextThing, path: string): boolean =>
  path === '/start' ||
  path === placeOf(thing) ||
  (thing.kind === 'finish' && path === '/wallet') ||
  (thing.kind === 'unlock' && ASKING.some((page) => path.startsWith(page)))

const ASKING = ['/gigs', '/wallet', '/scan', '/settings']
