import { TownError } from '@distributed-town/protocol'

// Keyset pages: `after` names the last item of the page before, so that what is added meanwhile shifts nothing.

export type PageOptions = { readonly limit: number; readonly after?: string | undefined }

export type Page<Item> = { items: Item[]; next: string | null }

/** The page from one row more than it has, which tells whether another page follows. */
export const toPage = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  { item, key }: { readonly item: (row: Row) => Item; readonly key: (row: Row) => string },
): Page<Item> => {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(item), next: rows.length > limit && last !== undefined ? key(last) : null }
}

/** What `after` stands for: whole numbers below 2^63 with dots between. @throws INVALID_REQUEST for anything else. */
export const parseAfter = (after: string, count: number): readonly bigint[] => {
  const parts = after.split('.')
  const isValid = parts.length === count && parts.every((part) => /^\d{1,18}$/.test(part))
  if (!isValid)
    throw new TownError('INVALID_REQUEST', { issues: [{ field: 'after', message: 'not from a page of this list' }] })
  return parts.map(BigInt)
}
