// What the address of a page says after `?`, whatever somebody wrote there: undefined for what makes no sense.

export const toId = (value: unknown): number | undefined => {
  const id = toIndex(value, 2 ** 32)
  return id === 0 ? undefined : id
}

/** A number from 0 on, under `length`. */
export const toIndex = (value: unknown, length: number): number | undefined => {
  const index = value === '' || value === undefined ? Number.NaN : Number(value)
  return Number.isInteger(index) && index >= 0 && index < length ? index : undefined
}
