const SEASONS = ['winter', 'spring', 'summer', 'autumn'] as const

export type Season = (typeof SEASONS)[number]

/** The season of a month (0: January) of the meteorologists. */
export const seasonOf = ({ month, isSouthern }: { readonly month: number; readonly isSouthern: boolean }): Season =>
  SEASONS[Math.floor((((month + 1) % 12) + (isSouthern ? 6 : 0)) / 3) % 4] ?? 'summer'

/** The season where the reader is. South of the equator clocks are put forward in January, if ever. */
export const seasonHere = (now = new Date()): Season => {
  const offsetIn = (month: number) => new Date(now.getFullYear(), month, 1).getTimezoneOffset()
  return seasonOf({ month: now.getMonth(), isSouthern: offsetIn(0) < offsetIn(6) })
}
