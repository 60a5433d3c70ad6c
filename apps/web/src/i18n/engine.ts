import type { i18n } from 'i18next'
import { numberFormat } from '../lib/intl.ts'

// The part of i18next that these texts use: a tenth of its size, and nobody sees anything before it is there. A test compares both for every text.

export type Texts = { readonly [key: string]: string | Texts }

type Values = Readonly<Record<string, unknown>>

/**
 * @param options.load The texts of a language by namespace.
 * @param options.namespaces Read before the first page; the first of them is meant where none is named.
 * @param options.guard What is done to each value that a sentence fills in.
 */
export const createEngine = async ({
  language: first,
  load,
  namespaces,
  guard,
}: {
  readonly language: string
  readonly load: (language: string, namespace: string) => Promise<Texts>
  readonly namespaces: readonly [string, ...string[]]
  readonly guard: (text: string) => string
}): Promise<i18n> => {
  const [defaultNS] = namespaces
  const texts = new Map<string, Texts>()
  const wanted = new Set<string>(namespaces)
  const listeners = new Map<string, Set<(language: string) => void>>()
  const rules = new Map<string, Intl.PluralRules>()
  let language = first

  const read = async (of: string, namespace: string): Promise<void> => {
    const key = `${of}/${namespace}`
    if (texts.has(key)) return
    wanted.add(namespace)
    try {
      texts.set(key, await load(of, namespace))
    } catch {
      // The node is away: pages show what they can, and the next one that needs these texts asks again.
      texts.set(key, {})
      setTimeout(() => texts.delete(key), RETRY_MS)
    }
  }
  const pluralOf = (count: number): string => {
    const rule = rules.get(language) ?? new Intl.PluralRules(language)
    rules.set(language, rule)
    return rule.select(count)
  }
  const find = (namespace: string, path: string, count: unknown): string | undefined => {
    const forms = typeof count === 'number' ? [`${path}_${pluralOf(count)}`, `${path}_other`, path] : [path]
    return forms.map((form) => at(texts.get(`${language}/${namespace}`), form)).find((text) => text !== undefined)
  }
  const interpolate = (text: string, values: Values): string =>
    text.replaceAll(/\{\{\s*(\w+)\s*(, number)?\s*\}\}/g, (_, name: string, isNumber?: string) => {
      const value = values[name]
      if (value === undefined || value === null) return ''
      return guard(isNumber ? numberFormat(language).format(Number(value)) : String(value))
    })
  const translate = (own: string, key: string | readonly string[], values: Values = {}): string => {
    const keys = typeof key === 'string' ? [key] : key
    for (const each of keys) {
      const [path = '', namespace = own] = each.split(':').toReversed()
      const text = find(namespace, path, values.count)
      if (text !== undefined) return interpolate(text, values)
    }
    return keys.at(-1) ?? ''
  }
  const on = (event: string, listener: (language: string) => void) => {
    listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
  }
  const off = (event: string, listener: (language: string) => void) => {
    listeners.get(event)?.delete(listener)
  }
  const engine = {
    get language() {
      return language
    },
    on,
    off,
    hasLoadedNamespace: (asked: string | readonly string[]) =>
      [asked].flat().every((namespace) => texts.has(`${language}/${namespace}`)),
    loadNamespaces: async (asked: string | readonly string[], done?: () => void) => {
      await Promise.all([asked].flat().map((namespace) => read(language, namespace)))
      done?.()
    },
    getFixedT: (_language: string, namespace: string | readonly string[] = defaultNS) => {
      const own = [namespace].flat()[0] ?? defaultNS
      return (key: string | readonly string[], values?: Values) => translate(own, key, values)
    },
    t: (key: string | readonly string[], values?: Values) => translate(defaultNS, key, values),
    changeLanguage: async (next: string) => {
      await Promise.all([...wanted].map((namespace) => read(next, namespace)))
      language = next
      for (const listener of listeners.get('languageChanged') ?? []) listener(next)
    },
  }
  await engine.loadNamespaces(namespaces)
  return engine as unknown as i18n
}

const RETRY_MS = 5_000

/** The text at a path of names with dots between them. */
const at = (texts: Texts | undefined, path: string): string | undefined => {
  let found: string | Texts | undefined = texts
  for (const name of path.split('.')) found = typeof found === 'object' ? found[name] : undefined
  return typeof found === 'string' ? found : undefined
}
