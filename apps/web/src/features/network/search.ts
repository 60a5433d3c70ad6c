import { MAX_LANGUAGE_BYTES, MAX_PLACE_BYTES } from '@distributed-town/sdk'
import { toId, toIndex } from '../../lib/search-values.ts'
import { skills, templates } from '../../lib/skills.ts'

/** Longest text that is searched for. */
export const MAX_SEARCH = 80

/** What towns are looked for by. It is in the address, so that it can be shared. */
export type NetworkFilter = {
  /** Beginnings of words of name, purpose or place. */
  readonly q?: string
  readonly template?: number
  /** Towns in which nobody has this skill. */
  readonly skill?: number
  readonly place?: string
  /** Without the region. */
  readonly language?: string
}

/** What is in the address of the page. */
export type NetworkSearch = NetworkFilter & {
  /** The town that the map shows. */
  readonly at?: number
  /** Towns that the list shows, if more than at first: who comes back finds it as long as it was. */
  readonly shown?: number
}

/** Towns that the list shows at first, and how many more each time. */
export const LIST_STEP = 24
const MAX_SHOWN = 100_000

/** Whatever somebody wrote into the address; what makes no sense is left out. */
export const parseNetworkSearch = (search: Readonly<Record<string, unknown>>): NetworkSearch => {
  const q = toText(search.q, MAX_SEARCH)
  const place = toText(search.place, MAX_PLACE_BYTES)
  const language = toText(search.language, MAX_LANGUAGE_BYTES)
  const template = toIndex(search.template, templates.length)
  const skill = toIndex(search.skill, skills.length)
  const at = toId(search.at)
  const shown = toIndex(search.shown, MAX_SHOWN)
  return {
    ...(q !== undefined && { q }),
    ...(template !== undefined && { template }),
    ...(skill !== undefined && { skill }),
    ...(place !== undefined && { place }),
    ...(language !== undefined && { language: languageKey(language) }),
    ...(at !== undefined && { at }),
    ...(shown !== undefined && shown > LIST_STEP && { shown }),
  }
}

/** en-GB and en are one language. */
export const languageKey = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''

/** Digits arrive as a number. */
const toText = (value: unknown, most: number): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && value !== '' ? String(value).slice(0, most) : undefined
