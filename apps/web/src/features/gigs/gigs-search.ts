/** What the list of gigs shows; part of its address, so that the way back leads to the same list. */
export type GigsSearch = {
  readonly view?: 'mine'
  readonly state?: 'underWay' | 'ended' | 'all'
  readonly skill?: number
  readonly q?: string
}

export const parseGigsSearch = ({ view, state, skill, q }: Record<string, unknown>): GigsSearch => {
  const skillId = typeof skill === 'number' && Number.isInteger(skill) && skill >= 0 && skill < 36 ? skill : undefined
  return {
    ...(view === 'mine' && { view }),
    ...((state === 'underWay' || state === 'ended' || state === 'all') && { state }),
    ...(skillId !== undefined && { skill: skillId }),
    ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q).slice(0, 80) }),
  }
}
