import { skills } from '@distributed-town/sdk'

// What happens in an example town, told as data. `live-town.ts` does it as the residents would.

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
  /** Said about it once it was offered, or taken. */
  readonly talk?: readonly Line[]
} & GigEnd

/** How far a gig gets. */
export type GigEnd =
  | { readonly end: 'open' | 'cancelled' }
  /** Several asked for it, each with a word. */
  | { readonly end: 'requested'; readonly requests: readonly Line[] }
  | { readonly end: 'taken'; readonly taker: string }
  /** changes: the work was handed in, and its creator asked for changes. */
  | { readonly end: 'submitted' | 'changes' | 'completed'; readonly taker: string; readonly work: string }
  | { readonly end: 'rated'; readonly taker: string; readonly work: string; readonly rating: number }

/** How somebody's skill became validated: five gigs, one after another. */
export type Proof = {
  readonly taker: string
  readonly skill: SkillName
  readonly gigs: readonly (readonly [by: string, title: string, work: string, rating: number])[]
}

export type TownStory = {
  /** Among the files of `towns/`. */
  readonly slug: string
  readonly template: 0 | 1 | 2
  readonly name: string
  readonly purpose: string
  readonly place: string
  readonly language: 'en' | 'it'
  /** In the order of their coming; the first founds the town. */
  readonly people: readonly Character[]
  readonly proofs?: readonly Proof[]
  /** What goes on today. */
  readonly gigs?: readonly GigStory[]
  /** Whole credits from one neighbour to another, once the gigs are where they are. */
  readonly gifts?: readonly { readonly from: string; readonly to: string; readonly credits: number }[]
  /** Who goes away at the end. */
  readonly leaving?: string
  readonly moving?: {
    readonly name: string
    /** The slug of the other town. */
    readonly to: string
    readonly skills: readonly (readonly [name: SkillName, level: number])[]
  }
}

/** Who a visitor may well begin with. */
export type Suggestion = { readonly town: string; readonly name: string }

/** The gigs of a town in rounds: all of one round go their way together, and end before the next one begins. */
export const roundsOf = ({
  proofs = [],
  gigs = [],
}: Pick<TownStory, 'proofs' | 'gigs'>): readonly (readonly GigStory[])[] => {
  const longest = Math.max(0, ...proofs.map((proof) => proof.gigs.length))
  const rounds = Array.from({ length: longest }, (_, round) =>
    proofs.flatMap(({ taker, skill, gigs: done }) => {
      const gig = done[round]
      if (!gig) return []
      const [by, title, work, rating] = gig
      return [{ by, skill, commitment: 1 + (round % 2), title, end: 'rated', taker, work, rating } as const]
    }),
  )
  return gigs.length > 0 ? [...rounds, gigs] : rounds
}

/** The number of a skill. */
export const skillOf = (name: SkillName): number => {
  const found = skills.find((skill) => skill.name === name)
  if (!found) throw new RangeError(`there is no skill ${name}`)
  return found.id
}
