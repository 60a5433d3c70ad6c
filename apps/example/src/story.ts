import { skills } from '@distributed-town/sdk'
import type { PictureName } from './pictures.ts'

// What happens in an example town, told as data. `live-town.ts` does it as the residents would.

/** Days before today on which something happens, in their order; on the last one it is today. */
export const STOPS = [41, 37, 33, 29, 25, 21, 16, 9, 4, 0] as const
export type Stop = (typeof STOPS)[number]

export type SkillName = (typeof skills)[number]['name']

export type Character = {
  /** In one town only: people are told apart by it. */
  readonly name: string
  readonly about: string
  readonly skills: readonly (readonly [name: SkillName, level: number])[]
}

/** Somebody and what they write. */
export type Line = readonly [who: string, text: string]

export type GigStory = {
  readonly by: string
  readonly skill: SkillName
  readonly commitment: number
  readonly title: string
  readonly about?: string
  readonly days?: number
  /** When it was offered, and went as far as it did without waiting; today unless it says. */
  readonly ago?: Stop
  /** Said about it once it was offered, or taken. */
  readonly talk?: readonly Line[]
  /** Handed in with the work. */
  readonly picture?: { readonly of: PictureName; readonly alt: string }
} & GigEnd

/** How far a gig gets. */
export type GigEnd =
  | { readonly end: 'open' | 'cancelled' }
  /** Several asked for it, each with a word. */
  | { readonly end: 'requested'; readonly requests: readonly Line[] }
  /** givenUp: the taker thought better of it, and it is open again. */
  | { readonly end: 'taken' | 'givenUp'; readonly taker: string }
  /** changes: the work was handed in, and its creator asked for changes. */
  | { readonly end: 'submitted' | 'changes' | 'completed'; readonly taker: string; readonly work: string }
  | { readonly end: 'rated'; readonly taker: string; readonly work: string; readonly rating: number }
  /** What time decided, at a later stop: nothing was handed in, and its creator took it back. */
  | { readonly end: 'reclaimed'; readonly taker: string; readonly at: Stop }
  /**
   * settled: changes were asked for and never came. unreviewed: nobody looked at the work, so it was completed without; it waits for the
   * rating. ratedByDefault: its creator never rated it.
   */
  | {
      readonly end: 'settled' | 'unreviewed' | 'ratedByDefault'
      readonly taker: string
      readonly work: string
      readonly at: Stop
    }

/** How somebody's skill became validated: five gigs, one after another. */
export type Proof = {
  readonly taker: string
  readonly skill: SkillName
  readonly gigs: readonly (readonly [by: string, title: string, work: string, rating: number])[]
  /** Of each; small ones unless it says. */
  readonly commitments?: readonly number[]
  /** With the work of the first. */
  readonly picture?: GigStory['picture']
}

export type TownStory = {
  /** Among the files of `towns/`. */
  readonly slug: string
  readonly template: 0 | 1 | 2
  readonly name: string
  readonly purpose: string
  readonly place: string
  readonly language: 'en' | 'it'
  /** When it was founded, if not at the very beginning. */
  readonly ago?: Stop
  /** In the order of their coming; the first founds the town. */
  readonly people: readonly Character[]
  readonly proofs?: readonly Proof[]
  /** What goes on besides. */
  readonly gigs?: readonly GigStory[]
  /** Whole credits from one neighbour to another, once the gigs are where they are. */
  readonly gifts?: readonly { readonly from: string; readonly to: string; readonly credits: number }[]
  /** Who took up other skills. */
  readonly learning?: Change
  /** Who went away. */
  readonly leaving?: Pick<Change, 'name' | 'ago'>
  readonly moving?: Change & {
    /** The slug of the other town. */
    readonly to: string
  }
}

type Change = {
  readonly name: string
  readonly ago: Stop
  readonly skills: readonly (readonly [name: SkillName, level: number])[]
}

/** Who a visitor may well begin with. */
export type Suggestion = { readonly town: string; readonly name: string }

const PROOF_STOPS = [37, 33, 29, 25, 21] as const satisfies readonly Stop[]

export type GigOfDay = GigStory & { readonly ago: Stop }

/** All gigs of a town with the day of each; those of one day go their way together. */
export const gigsOf = ({ proofs = [], gigs = [] }: Pick<TownStory, 'proofs' | 'gigs'>): readonly GigOfDay[] => [
  ...proofs.flatMap(({ taker, skill, gigs: done, commitments = [], picture }) =>
    done.map(
      ([by, title, work, rating], round): GigOfDay => ({
        by,
        skill,
        commitment: commitments[round] ?? 1 + (round % 2),
        title,
        ago: PROOF_STOPS[round] ?? 0,
        ...(round === 0 && picture && { picture }),
        end: 'rated',
        taker,
        work,
        rating,
      }),
    ),
  ),
  ...gigs.map((gig) => ({ ...gig, ago: gig.ago ?? 0 })),
]

/** Everybody who has a part in a gig. */
export const namesOf = (gig: GigStory): readonly string[] => [
  gig.by,
  ...('taker' in gig ? [gig.taker] : []),
  ...('requests' in gig ? gig.requests : []).map(([who]) => who),
  ...(gig.talk ?? []).map(([who]) => who),
]

/** When each of a town came: the first three at once, who has a part in something before it, and the others one by one in between. */
export const arrivalsOf = (story: Pick<TownStory, 'ago' | 'people' | 'proofs' | 'gigs'>): ReadonlyMap<string, Stop> => {
  const { ago: founded = STOPS[0], people } = story
  const needed = new Map<string, Stop>()
  for (const gig of gigsOf(story)) {
    for (const name of namesOf(gig)) needed.set(name, earlier(needed.get(name) ?? 0, gig.ago))
  }
  const between = STOPS.filter((stop) => stop < founded && stop > 0)
  return new Map(
    people.map(({ name }, i) => {
      const own = i < FOUNDING_MEMBERS ? founded : (between[i % between.length] ?? founded)
      return [name, earlier(own, needed.get(name) ?? 0)]
    }),
  )
}

/** Spec §3.9. */
const FOUNDING_MEMBERS = 3

/** Which of two stops comes first. */
const earlier = (one: Stop, other: Stop): Stop => (one > other ? one : other)

/** The number of a skill. */
export const skillOf = (name: SkillName): number => {
  const found = skills.find((skill) => skill.name === name)
  if (!found) throw new RangeError(`there is no skill ${name}`)
  return found.id
}
