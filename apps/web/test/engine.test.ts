import { readdirSync, readFileSync } from 'node:fs'
import i18next from 'i18next'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createEngine, type Texts } from '../src/i18n/engine.ts'
import { isolate } from '../src/i18n/isolate.ts'

// i18next is the oracle.

const folder = new URL('../src/i18n/', import.meta.url)
const namespaces = readdirSync(new URL('en', folder)).map((file) => file.replace('.json', ''))
const read = (language: string, namespace: string): Texts =>
  JSON.parse(readFileSync(new URL(`${language}/${namespace}.json`, folder), 'utf8'))

const keysOf = (texts: Texts, path = ''): readonly string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key] : keysOf(value, `${path}${key}.`),
  )

const load = async (language: string, namespace: string) => read(language, namespace)

const start = (language: string) =>
  createEngine({ language, load, namespaces: ['common', ...namespaces], guard: isolate })

test.each(['en', 'it'])(
  'every text is what i18next makes of it, for every number and in any writing: %s',
  async (lng) => {
    const resources = { [lng]: Object.fromEntries(namespaces.map((namespace) => [namespace, read(lng, namespace)])) }
    const oracle = i18next.createInstance()
    await oracle.init({
      lng,
      resources,
      ns: namespaces,
      defaultNS: 'common',
      contextSeparator: '~',
      interpolation: { escape: isolate },
    })
    const engine = await start(lng)
    let compared = 0
    for (const namespace of namespaces) {
      const own = engine.getFixedT(lng, namespace as 'common')
      const theirs = oracle.getFixedT(lng, namespace as 'common')
      const translate = (t: typeof own, key: string, options: object) =>
        (t as unknown as (key: string, options: object) => string)(key, options)
      for (const key of keysOf(read(lng, namespace))) {
        const places = JSON.stringify(at(read(lng, namespace), key)).matchAll(/\{\{(\w+)(, number)?\}\}/g)
        const filled = Object.fromEntries(
          [...places].map(([, name, isNumber]) => [name, isNumber ? 12_345 : `${name} <b> עיר $1 \u202e`]),
        )
        const counted = /^(.*)_(?:one|other|many)$/.exec(key)?.[1]
        for (const count of counted ? [0, 1, 2, 5, 21, 1_000_000] : [undefined]) {
          const options = { ...filled, ...(count !== undefined && { count }) }
          expect(translate(own, counted ?? key, options), `${namespace}:${key}`).toBe(
            translate(theirs, counted ?? key, options),
          )
          compared += 1
        }
        expect(engine.t(`${namespace}:${key}` as 'name', filled)).toBe(
          oracle.t(`${namespace}:${key}` as 'name', filled),
        )
      }
    }
    expect(compared).toBeGreaterThan(500)
  },
)

const at = (texts: Texts, path: string): unknown => {
  let found: unknown = texts
  for (const name of path.split('.')) found = (found as Texts)[name]
  return found
}

test('a text that does not exist is its key', async () => {
  const engine = await start('en')
  expect(engine.t('no.such' as 'name')).toBe('no.such')
  expect(engine.t(['no.such', 'close'] as unknown as 'close')).toBe('Close')
})

test('another language brings all that was read in the first one', async () => {
  const asked: string[] = []
  const engine = await createEngine({
    language: 'en',
    load: (language, namespace) => {
      asked.push(`${language}/${namespace}`)
      return load(language, namespace)
    },
    namespaces: ['common'],
    guard: isolate,
  })
  await engine.loadNamespaces('gigs')
  const heard: string[] = []
  engine.on('languageChanged', (language) => heard.push(language))
  await engine.changeLanguage('it')
  expect(asked).toEqual(['en/common', 'en/gigs', 'it/common', 'it/gigs'])
  expect(heard).toEqual(['it'])
  expect(engine.t('close')).toBe('Chiudi')
})

test('texts that can not be read are asked for again', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let isThere = false
  const engine = await createEngine({
    language: 'en',
    load: async (language, namespace) => {
      if (namespace === 'gigs' && !isThere) throw new Error('the node is away')
      return load(language, namespace)
    },
    namespaces: ['common'],
    guard: isolate,
  })
  await engine.loadNamespaces('gigs')
  // A page that waits for them goes on meanwhile.
  expect(engine.hasLoadedNamespace('gigs')).toBe(true)
  isThere = true
  vi.runAllTimers()
  expect(engine.hasLoadedNamespace('gigs')).toBe(false)
  await engine.loadNamespaces('gigs')
  expect(engine.t('gigs:title' as 'name')).not.toBe('gigs:title')
})
