/** How a town fares by what its people wanted of each other. When a replay ends, nobody can begin what is left. */
export const STANDINGS = ['living', 'strained', 'stalled', 'idle', 'notFounded'] as const
export type Standing = (typeof STANDINGS)[number]

/** @param done Of the gigs wanted. */
export const standingOf = ({
  isFounded,
  wanted,
  done,
}: {
  readonly isFounded: boolean
  readonly wanted: number
  readonly done: number
}): Standing => {
  if (!isFounded) return 'notFounded'
  if (wanted === 0) return 'idle'
  if (done >= wanted) return 'living'
  return 2 * done >= wanted ? 'strained' : 'stalled'
}

/** The criteria in words. */
export const STANDING_WORDS: Readonly<Record<Standing, { readonly name: string; readonly means: string }>> = {
  living: { name: 'living', means: 'every gig that somebody wanted was done' },
  strained: {
    name: 'strained',
    means: 'half of the gigs or more were done; nobody who wants one of the others can begin it',
  },
  stalled: { name: 'stalled', means: 'less than half were done; nobody who wants one of the others can begin it' },
  idle: { name: 'idle', means: 'nobody wanted a gig' },
  notFounded: { name: 'not founded', means: 'the node refused the founding' },
}
