import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TownError } from '@distributed-town/protocol'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { EXAMPLE_FILE, PAST_DAYS, readExample, writeExample } from '../../src/example/example-file.ts'
import { openPast } from '../../src/example/past.ts'
import { createPastLine } from '../../src/example/past-line.ts'

const home = mkdtempSync(join(tmpdir(), 'town-'))
const DAY = 86_400_000
const NOW = 1_800_000_000_000
const clock = () => NOW

const begin = (daysLeft: number) => writeExample({ home, isFinished: false, daysLeft, residents: [] })
const daysLeftOnDisk = () => readExample({ home })?.daysLeft

beforeEach(() => begin(PAST_DAYS))

afterAll(() => rmSync(home, { recursive: true, force: true }))

test('the time never goes back, whatever is said', () => {
  const past = openPast({ home }, { clock, isTold: true })
  const times = [41, 30, 35, 30, 12, 41, 0, 5].map((daysLeft) => {
    past.hear({ daysLeft, residents: 3 })
    return past.clock()
  })
  expect(times).toEqual(times.toSorted((one, other) => one - other))
  expect(times.at(-1)).toBe(NOW)
  for (const daysLeft of [-1, PAST_DAYS + 1, 0.5]) expect(() => past.hear({ daysLeft, residents: 0 })).toThrow()
})

test('what has passed is on the disk before the clock shows it', () => {
  const seen: (number | undefined)[] = []
  const past = openPast({ home }, { clock, isTold: true, tell: () => seen.push(daysLeftOnDisk()) })
  expect(past.clock()).toBe(NOW - PAST_DAYS * DAY)
  expect(past.hear({ daysLeft: 20, residents: 3 })).toEqual({ daysLeft: 20 })
  expect([past.clock(), seen]).toEqual([NOW - 20 * DAY, [20]])
  expect(openPast({ home }, { clock, isTold: true }).clock()).toBe(NOW - 20 * DAY)
})

test('until it is over everybody hears how far it is', async () => {
  const past = openPast({ home }, { clock, isTold: true })
  past.hear({ daysLeft: 30, residents: 0 })
  expect(past.progress()).toEqual({ day: 11, of: 41 })
  expect(() => past.requireOver()).toThrow(new TownError('NOT_READY', { past: { day: 11, of: 41 } }))
  past.hear({ daysLeft: 0, residents: 0 })
  await past.over
  expect(past.progress()).toBeUndefined()
  past.requireOver()
})

test('a start that does not go on with it gives it up: the clock goes on', async () => {
  const past = openPast({ home }, { clock, isTold: false })
  await past.over
  expect([past.clock(), daysLeftOnDisk()]).toEqual([NOW, 0])
})

test('an example that an earlier version began has no past, and a home without one neither', async () => {
  writeFileSync(join(home, EXAMPLE_FILE), JSON.stringify({ isFinished: false, residents: [] }))
  for (const at of [home, join(home, 'none')]) {
    const past = openPast({ home: at }, { clock, isTold: true })
    await past.over
    expect([past.clock(), past.progress()]).toEqual([NOW, undefined])
  }
})

test('a terminal has one line, a file one for each step', () => {
  const linesOn = (isTTY: boolean) => {
    let text = ''
    const tell = createPastLine({
      isTTY,
      write: (part: string | Uint8Array) => {
        text += part
        return true
      },
    })
    tell({ day: 12, of: 41, residents: 96 })
    tell({ day: 41, of: 41, residents: 121 })
    return text
  }
  const said = [12, 41].map((day, i) => `The example network: day ${day} of 41, ${[96, 121][i]} people have moved in`)
  expect(linesOn(false)).toBe(`${said.join('\n')}\n`)
  expect(linesOn(true).split('\r\x1b[K')).toEqual(['', said[0], `${said[1]}\n`])
})
