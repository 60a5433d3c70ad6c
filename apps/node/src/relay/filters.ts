import { type NostrEvent, nostrHexSchema } from '@distributed-town/protocol'
import { z } from 'zod'
import type { RecordFilter } from '../db/town/records.ts'
import { LIMITS } from './limits.ts'
import type { RefusalCode } from './refusals.ts'

/** A filter of NIP-01; tags by their name of one letter. */
export type Filter = RecordFilter & { readonly limit?: number | undefined }

export const parseFilters = (values: readonly unknown[]): readonly Filter[] | RefusalCode => {
  if (values.length === 0) return 'MALFORMED_FILTER'
  if (values.length > LIMITS.filters) return 'TOO_MANY_FILTERS'
  const filters: Filter[] = []
  for (const value of values) {
    const filter = parseFilter(value)
    if (typeof filter === 'string') return filter
    filters.push(filter)
  }
  return filters
}

const parseFilter = (value: unknown): Filter | RefusalCode => {
  const { success, data } = fields.safeParse(value)
  if (!success) return 'MALFORMED_FILTER'
  const { ids, authors, kinds, since, until, limit, ...rest } = data
  const tags = new Map<string, readonly string[]>()
  for (const [name, values] of Object.entries(rest)) {
    // Leaving out a condition would answer with more than was asked for.
    if (!/^#[A-Za-z]$/.test(name)) return 'UNSUPPORTED_FILTER'
    const parsed = tagValues.safeParse(values)
    if (!parsed.success) return 'MALFORMED_FILTER'
    tags.set(name.slice(1), parsed.data)
  }
  const lists = [ids, authors, kinds, ...tags.values()]
  if (lists.some((list) => list && list.length > LIMITS.filterValues)) return 'TOO_MANY_FILTERS'
  return { ids, authors, kinds, since, until, limit, tags }
}

const seconds = z.int().min(0)

const fields = z
  .object({
    ids: z.array(nostrHexSchema).optional(),
    authors: z.array(nostrHexSchema).optional(),
    kinds: z.array(z.int().min(0).max(65_535)).optional(),
    since: seconds.optional(),
    until: seconds.optional(),
    limit: z.int().min(0).optional(),
  })
  .catchall(z.unknown())

// A NUL can't be in a text of PostgreSQL, and no tag that is kept has one.
const tagValues = z.array(z.string().regex(/^[^\0]*$/))

/** Whether the event is one of those asked for (NIP-01). */
export const matches = (filters: readonly Filter[], event: NostrEvent): boolean =>
  filters.some(
    ({ ids, authors, kinds, since, until, tags }) =>
      (ids?.includes(event.id) ?? true) &&
      (authors?.includes(event.pubkey) ?? true) &&
      (kinds?.includes(event.kind) ?? true) &&
      (since === undefined || event.created_at >= since) &&
      (until === undefined || event.created_at <= until) &&
      [...tags].every(([name, values]) =>
        event.tags.some((tag) => tag[0] === name && tag[1] !== undefined && values.includes(tag[1])),
      ),
  )
