import { expect, test } from 'vitest'
import { constant, literal } from './typescript.ts'

test('behavior: text is quoted so that it reads back the same', () => {
  const texts = ["can't", 'a "b"', 'back\\slash', 'both \'"', 'line\nbreak']
  expect(texts.map((text) => literal(text))).toMatchInlineSnapshot(`
    [
      "'can\\'t'",
      "'a "b"'",
      "'back\\\\slash'",
      "'both \\'"'",
      "'line\\nbreak'",
    ]
  `)
})

test('behavior: what does not fit one line is spread over several', () => {
  expect(
    constant('list', [{ name: 'x'.repeat(60), list: ['y'.repeat(60), 12_345n, 1234, true] }], 'A */ list.'),
  ).toMatchInlineSnapshot(`
    "/** A * / list. */
    export const list = [
      {
        name: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        list: ['yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy', 12_345n, 1234, true],
      },
    ] as const
    "
  `)
})
