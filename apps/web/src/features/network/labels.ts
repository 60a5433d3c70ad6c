import type { Point } from './lands.ts'

// Which towns bear their names at an enlargement. It does not depend on what part is seen, so that no name comes or goes while one pans.

/** Pixels of the screen. */
export const LETTERS = 11.5
const LETTER_WIDTH = 0.6
const GAP = 3

export type Named = { readonly id: number; readonly name: string; readonly at: Point }
export type Spacing = {
  /** Pixels that a unit of the drawing is. */
  readonly unit: number
  /** Pixels beside and rows above and below a name that stay free of others. */
  readonly beside: number
  readonly rows: number
}

/**
 * Names that don't touch, the more important ones first.
 *
 * @param towns The most important first. `at`: the middle of the name, in units of the drawing.
 */
export const chooseLabels = (
  towns: readonly Named[],
  { unit, beside, rows: between }: Spacing,
): ReadonlySet<number> => {
  const chosen = new Set<number>()
  const rows = new Map<number, { readonly left: number; readonly right: number }[]>()
  const height = LETTERS + GAP
  for (const { id, name, at } of towns) {
    const half = (lengthOf(name) * LETTERS * LETTER_WIDTH) / 2 + beside / 2
    const [x, y] = [at.x * unit, at.y * unit]
    // A name of one row can touch those of the rows above and below it.
    const row = Math.floor(y / height)
    const near = Array.from({ length: 2 * between + 1 }, (_, i) => row - between + i)
    const others = near.flatMap((each) => rows.get(each) ?? [])
    if (others.some(({ left, right }) => left < x + half && x - half < right)) continue
    chosen.add(id)
    const line = rows.get(row)
    const box = { left: x - half, right: x + half }
    if (line) line.push(box)
    else rows.set(row, [box])
  }
  return chosen
}

/** Longest name on the map, in letters; what is longer is cut. */
const LONGEST = 24

export const shortName = (name: string): string => {
  const letters = [...name]
  return letters.length <= LONGEST
    ? name
    : `${letters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`
}

/** In letters of the Latin alphabet; those of East Asia are about twice as wide. */
const lengthOf = (name: string): number =>
  [...shortName(name)].reduce((sum, letter) => sum + (letter >= '\u2e80' ? 1.8 : 1), 0)
