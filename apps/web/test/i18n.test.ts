import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = new URL('../src/i18n/', import.meta.url)

type Texts = { readonly [key: string]: string | Texts }

const read = (language: string, file: string): Texts =>
  JSON.parse(readFileSync(new URL(`${language}/${file}`, folder), 'utf8'))

/** The path of each text. Values are not compared: a singular may leave its number out. */
const keysOf = (texts: Texts, path = ''): readonly string[] =>
  Object.entries(texts)
    .flatMap(([key, value]) => (typeof value === 'string' ? [path + key] : keysOf(value, `${path}${key}.`)))
    .sort()

const files = readdirSync(new URL('en', folder))

test('both languages have the same namespaces', () => {
  expect(files.length).toBeGreaterThan(5)
  expect(readdirSync(new URL('it', folder))).toEqual(files)
})

test.each(files)('both languages have the same texts: %s', (file) => {
  expect(keysOf(read('it', file))).toEqual(keysOf(read('en', file)))
})
