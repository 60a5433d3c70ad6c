import type { CommunityHistoryItem } from '@distributed-town/sdk'
import type { Place } from './projection.ts'

// Where everything of a town stands. Pure, so that a town looks the same on every device.

/** A rectangle of ground. */
export type Ground = { readonly x0: number; readonly x1: number; readonly y0: number; readonly y1: number }

export const groundAt = ({ x, y }: Place, width: number, depth: number): Ground => ({
  x0: x - width / 2,
  x1: x + width / 2,
  y0: y - depth / 2,
  y1: y + depth / 2,
})

/** Half of the side of the market square. Streets run around it and between the blocks. */
export const SQUARE = 2.75
export const STREET = 0.8
export const INNER = SQUARE + STREET
/** The middle of the lane behind the second row of houses. */
export const LANE = 7.05

/** Part of the picture that always fits into its frame: [x, y, width, height]. */
export const FRAME = [-500, -398, 1000, 706] as const

/** How often the picture can be enlarged. */
export const MAX_SCALE = 5

export const PLOT = { width: 1.62, depth: 1.5 } as const

const NEAR = 4.42
const FAR = 6.12
const ALONG = [0, -1.83, 1.83] as const

/** 24 plots in four blocks of six, those at the market square first; neighbours in the list stand in different blocks. */
export const PLOTS: readonly Place[] = [NEAR, FAR].flatMap((away) =>
  ALONG.flatMap((along) => [
    { x: along, y: away },
    { x: away, y: along },
    { x: -away, y: along },
    { x: along, y: -away },
  ]),
)

/** What the public buildings stand on. The Town Hall looks over the market square, the station is at the rails. */
export const BUILDINGS = {
  townHall: groundAt({ x: -5, y: -5 }, 2.5, 2.5),
  bank: groundAt({ x: -5.1, y: 5.1 }, 1.8, 2),
  postOffice: groundAt({ x: 5.1, y: -5.1 }, 2, 1.8),
  workshop: groundAt({ x: 4.5, y: 6.2 }, 1.6, 1.7),
  station: groundAt({ x: 6.6, y: 4.6 }, 1.1, 1.7),
} as const

/**
 * The plot of each member, by wallet id. Who comes takes the first plot that is free then and keeps it, so that nobody's house moves when
 * another leaves.
 *
 * @param events The history of the town from its founding on, in any order.
 * @param members Who lives there now. Those that the history does not tell of yet take what is left.
 */
export const layHouses = ({
  events,
  members,
}: {
  readonly events: readonly CommunityHistoryItem[]
  readonly members: readonly number[]
}): ReadonlyMap<number, number> => {
  const houses = new Map<number, number>()
  const settle = (walletId: number) => {
    if (houses.has(walletId)) return
    const taken = new Set(houses.values())
    const free = PLOTS.findIndex((_, plot) => !taken.has(plot))
    if (free >= 0) houses.set(walletId, free)
  }
  for (const event of events.toSorted(byTime)) {
    if (event.type === 'founded' || event.type === 'joined') settle(event.walletId)
    else if (event.type === 'left') houses.delete(event.walletId)
  }
  const here = new Set(members)
  for (const walletId of houses.keys()) if (!here.has(walletId)) houses.delete(walletId)
  for (const walletId of members) settle(walletId)
  return houses
}

type Position = Pick<CommunityHistoryItem, 'blockNumber' | 'logIndex'>
const byTime = (a: Position, b: Position): number => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex

export type Market = {
  /** Side of a stall's cell. */
  readonly pitch: number
  /** Where the stall of each gig stands, by the number of the gig. */
  readonly stalls: ReadonlyMap<number, Place>
}

/** Cells of a market with so many rows; the middle is left to the lime tree. */
const cellsOf = (rows: number, free: number): readonly Place[] => {
  const pitch = (2 * SQUARE - 0.3) / rows
  const at = (i: number) => (i - (rows - 1) / 2) * pitch
  return Array.from({ length: rows * rows }, (_, i) => ({ x: at(i % rows), y: at(Math.floor(i / rows)) })).filter(
    ({ x, y }) => Math.max(Math.abs(x), Math.abs(y)) > free,
  )
}

/** `step` has no factor in common with the number of cells: gigs that follow each other stand apart, and each cell is used. */
const MARKETS = [
  { rows: 6, cells: cellsOf(6, 0.9), step: 11 },
  { rows: 10, cells: cellsOf(10, 0.6), step: 37 },
  { rows: 15, cells: cellsOf(15, 0.55), step: 61 },
] as const
const LARGEST = MARKETS[2]

export const MOST_STALLS = LARGEST.cells.length

/**
 * A stall for each open gig. Its number decides where, so that a stall stays when others go; only two gigs whose numbers are a whole market
 * apart want the same cell, and the later one takes the next. Stalls stand closer when there are many.
 */
export const layStalls = (numbers: readonly number[]): Market => {
  const { rows, cells, step } = MARKETS.find(({ cells }) => numbers.length <= cells.length) ?? LARGEST
  const taken = new Map<number, number>()
  for (const number of numbers.toSorted((a, b) => a - b).slice(0, cells.length)) {
    let cell = (number * step) % cells.length
    while (taken.has(cell)) cell = (cell + 1) % cells.length
    taken.set(cell, number)
  }
  const stalls = new Map([...taken].map(([cell, number]) => [number, cells[cell] ?? { x: 0, y: 0 }]))
  return { pitch: (2 * SQUARE - 0.3) / rows, stalls }
}
