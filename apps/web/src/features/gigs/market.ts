import type { Gig, Wallet } from '@distributed-town/sdk'
import { deadlineOf } from './deadline.ts'
import type { GigsSearch } from './gigs-search.ts'

/** What a reader can read of a gig and look for; undefined as far as it is encrypted for others. */
export type GigWords = {
  readonly title: string | undefined
  readonly skill: string
  /** Names. */
  readonly people: readonly string[]
}

export type Market = {
  /** What one could take: open, by somebody else, for an own skill. */
  readonly fits: readonly Gig[]
  readonly others: readonly Gig[]
  /** How many a search left out whose titles can't be read. */
  readonly unreadable: number
}

/** The gigs of a town that are looked for, those that fit first; the order is kept unless it goes by deadline. */
export const arrangeMarket = ({
  gigs,
  wallet,
  search,
  wordsOf,
  now,
}: {
  readonly gigs: readonly Gig[]
  readonly wallet: Pick<Wallet, 'id' | 'skills'>
  readonly search: GigsSearch
  readonly wordsOf: (gig: Gig) => GigWords
  /** Seconds on the chain. */
  readonly now: number
}): Market => {
  const meant = gigs.filter((gig) => isMeant(gig, { search, walletId: wallet.id, now }))
  const found = meant.filter((gig) => matches(wordsOf(gig), search.q))
  const ordered = search.due === undefined ? found : found.toSorted((a, b) => timeOf(a) - timeOf(b))
  const fits = ordered.filter((gig) => isFit(gig, wallet))
  const unreadable =
    search.q === undefined ? 0 : meant.filter((gig) => !found.includes(gig) && wordsOf(gig).title === undefined).length
  return { fits, others: ordered.filter((gig) => !fits.includes(gig)), unreadable }
}

export const isFit = ({ state, skill, creator }: Gig, wallet: Pick<Wallet, 'id' | 'skills'>): boolean =>
  state === 'Open' && creator !== wallet.id && wallet.skills.some((own) => own.skill === skill)

/** Seconds until which a deadline counts as soon. */
const SOON = 7 * 86_400

const isMeant = (
  gig: Gig,
  { search, walletId, now }: { search: GigsSearch; walletId: number; now: number },
): boolean => {
  const { state, skill, mine, due } = search
  if (!isInState(gig.state, state) || (skill !== undefined && gig.skill !== skill)) return false
  if (mine === 'offered' && gig.creator !== walletId) return false
  if (mine === 'taken' && gig.taker !== walletId) return false
  if (due === undefined) return true
  const at = timeOf(gig)
  return due === 'overdue' ? at <= now : at > now && at <= now + SOON
}

const isInState = (state: Gig['state'], wanted: GigsSearch['state']): boolean => {
  const isEnded = state === 'Rated' || state === 'Settled' || state === 'Cancelled'
  if (wanted === undefined) return state === 'Open'
  if (wanted === 'ended') return isEnded
  return wanted === 'all' || (!isEnded && state !== 'Open')
}

const timeOf = (gig: Gig): number => deadlineOf(gig)?.at ?? Number.POSITIVE_INFINITY

/** Whether each word of the search stands somewhere, whatever its case and accents. */
const matches = ({ title, skill, people }: GigWords, q: string | undefined): boolean => {
  if (q === undefined) return true
  const text = fold([title ?? '', skill, ...people].join('\n'))
  return fold(q)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

const fold = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase()
