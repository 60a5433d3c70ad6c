import { expect, test } from 'vitest'
import { isolate } from '../src/i18n/isolate.ts'

test.each([
  ['Ada', 'Ada'],
  ['<b>Ada</b>', '<b>Ada</b>'],
  // The sentence behind the name keeps its direction.
  ['\u05e9\u05dc\u05d5\u05dd', '\u2068\u05e9\u05dc\u05d5\u05dd\u2069'],
  // Nobody turns it around on purpose, or closes the island.
  ['Ada\u202ediap', 'Adadiap'],
  ['\u2069\u05e9\u202c', '\u2068\u05e9\u2069'],
])('%j in a sentence: %j', (name, text) => {
  expect(isolate(name)).toBe(text)
})
