/** Parts of the Town Hall, in the order of their tabs. */
export const HALL_PARTS = ['skills', 'pulse', 'members', 'founding', 'treasury', 'history'] as const
export type HallPart = (typeof HALL_PARTS)[number]

/** Kinds of what happened in a town, as people look for them. */
export const HISTORY_KINDS = ['people', 'skills', 'credits', 'rules'] as const
export type HistoryKind = (typeof HISTORY_KINDS)[number]

/** What the Town Hall shows; part of its address, so that it can be shared. */
export type HallSearch = { readonly part?: HallPart; readonly kind?: HistoryKind }

export const parseHallSearch = ({ part, kind }: Record<string, unknown>): HallSearch => ({
  ...(isOneOf(HALL_PARTS, part) && { part }),
  ...(isOneOf(HISTORY_KINDS, kind) && { kind }),
})

const isOneOf = <Value extends string>(values: readonly Value[], value: unknown): value is Value =>
  values.some((known) => known === value)
