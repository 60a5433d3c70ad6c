import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../src/', import.meta.url))

// What people read comes from the translations: no words between tags, in attributes that are shown or read out, or as a literal child.
const WORDS = [
  />([^<>{}=;()]*\p{L}{2,}[^<>{}=;()]*)<\//gu,
  /\b(?:label|title|hint|text|lead|aria-label|placeholder|alt|reason)="([^"]*\p{L}{2,}[^"]*)"/gu,
  />\s*\{\s*(['"`](?:[^'"`]*\p{L}{2,}[^'"`]*)['"`])\s*\}/gu,
]

const wordsIn = (tsx: string): readonly string[] => {
  const code = tsx.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  return WORDS.flatMap((pattern) => [...code.matchAll(pattern)].map(([, words = '']) => words.trim()))
}

test('the scanner finds words', () => {
  expect(wordsIn('<p>Hello there</p>')).toEqual(['Hello there'])
  expect(wordsIn('<p>\n  {name} said so\n</p>')).toEqual([])
  expect(wordsIn('<img alt="A house" />')).toEqual(['A house'])
  expect(wordsIn("<p>{'Hello'}</p>")).toEqual(["'Hello'"])
  expect(wordsIn("<p title={t('x')}>{t('y')}</p>")).toEqual([])
})

test('no page has words of its own', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'))
  expect(files.length).toBeGreaterThan(20)
  const found = files.flatMap((file) =>
    wordsIn(readFileSync(join(source, file), 'utf8')).map((words) => `${file}: ${words}`),
  )
  expect(found).toEqual([])
})
