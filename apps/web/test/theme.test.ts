import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { COLOURS } from '../src/ui/colours.ts'
import { contrastOf, type Rgb } from '../src/ui/contrast.ts'

const source = fileURLToPath(new URL('../src/', import.meta.url))
const css = readFileSync(`${source}theme.css`, 'utf8')

const toRgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb

const tokens = new Map(
  [...css.matchAll(/^ {2}--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);$/gm)].map(
    ([, name = '', light = '', dark = '']) => [name, { light: toRgb(light), dark: toRgb(dark) }],
  ),
)
const white: Rgb = [255, 255, 255]
tokens.set('white', { light: white, dark: white })

test('contrast is what WCAG says it is', () => {
  expect(contrastOf([0, 0, 0], white)).toBe(21)
  expect(contrastOf(white, white)).toBe(1)
  // The grey that is just enough on white.
  expect(contrastOf(white, toRgb('#767676'))).toBeCloseTo(4.54, 2)
  expect(contrastOf(toRgb('#767676'), white)).toBeCloseTo(4.54, 2)
})

test('the list of colours is that of the theme', () => {
  expect(COLOURS.map(({ token }) => token).sort()).toEqual([...tokens.keys()].filter((name) => name !== 'white').sort())
  const named = [...css.matchAll(/--color-([\w-]+): var\(--([\w-]+)\)/g)].map(([, name, value]) => [name, value])
  expect(named.map(([name]) => name).sort()).toEqual(COLOURS.map(({ token }) => token).sort())
  for (const [name, value] of named) expect(value).toBe(name)
})

test.each(COLOURS.flatMap(({ token, on, least }) => on.map((ground) => ({ token, ground, least }))))(
  '$token on $ground has a contrast of $least at least in both themes',
  ({ token, ground, least }) => {
    const [colour, under] = [tokens.get(token), tokens.get(ground)]
    if (!colour || !under) throw new Error(`theme.css has no ${token} or ${ground}`)
    expect(contrastOf(colour.light, under.light)).toBeGreaterThanOrEqual(least)
    expect(contrastOf(colour.dark, under.dark)).toBeGreaterThanOrEqual(least)
  },
)

test('each colour is used outside the page that shows them all', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(tsx|css)$/.test(file) && !file.includes('design'),
  )
  const code = files.map((file) => readFileSync(source + file, 'utf8')).join('\n')
  const unused = COLOURS.filter(({ token }) => {
    const uses = [`(text|bg|border|border-[ltrb]|stroke|fill|outline)-${token}\\b(?!-)`, `(?<!: )var\\(--${token}\\)`]
    return !uses.some((use) => new RegExp(use).test(code))
  })
  expect(unused).toEqual([])
})

test('the page that shows the components shows all of them', () => {
  // The frame of all pages, and what it shows by itself.
  const frame = ['shell.tsx', 'page.tsx', 'node-banner.tsx', 'insecure-notice.tsx']
  const components = readdirSync(`${source}ui`).filter((file) => file.endsWith('.tsx') && !frame.includes(file))
  const shown = readFileSync(`${source}features/design/components.tsx`, 'utf8')
  expect(components.length).toBeGreaterThan(10)
  expect(components.filter((file) => !shown.includes(`ui/${file}'`))).toEqual([])
})
