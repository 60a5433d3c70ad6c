/** What the list of gigs shows; part of its address, so that the way back leads to the same list. */
export type GigsSearch = {
  readonly view?: 'mine'
  /** Open ones without it. */
  readonly state?: 'underWay' | 'ended' | 'all'
  readonly skill?: number
  /** What oneself has to do with them. */
  readonly mine?: 'offered' | 'taken'
  /** By deadline. */
  readonly due?: 'overdue' | 'soon'
  readonly q?: string
}

export const parseGigsSearch = ({ view, state, skill, mine, due, q }: Record<string, unknown>): GigsSearch => {
  const skillId = typeof skill === 'number' && Number.isInteger(skill) && skill >= 0 && skill < 36 ? skill : undefined
  return {
    ...(view === 'mine' && { view }),
    ...((state === 'underWay' || state === 'ended' || state === 'all') && { state }),
    ...(skillId !== undefined && { skill: skillId }),
    ...((mine === 'offered' || mine === 'taken') && { mine }),
    ...((due === 'overdue' || due === 'soon') && { due }),
    ...((typeof q === 'string' || typeof q === 'number') && String(q).trim() !== '' && { q: String(q).slice(0, 80) }),
  }
}

/** The search with some fields changed; undefined takes one away. */
export const changeSearch = (
  search: GigsSearch,
  changes: { readonly [Name in keyof GigsSearch]: GigsSearch[Name] | undefined },
): GigsSearch => parseGigsSearch({ ...search, ...changes })
