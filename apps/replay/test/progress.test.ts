import { expect, test } from 'vitest'
import { createProgress } from '../src/progress.ts'

const progress = {
  actions: 400,
  seconds: 10,
  planned: 3600,
  decided: 1700,
  decidedBefore: 900,
  townsDone: 7,
  towns: 20,
}

const createStream = (isTTY: boolean) => {
  const written: string[] = []
  return { isTTY, write: (text: string) => written.push(text) > 0, read: () => written.join('') }
}

const tellOn = (isTTY: boolean) => {
  const stream = createStream(isTTY)
  const { tell, say, end } = createProgress(stream)
  tell({ ...progress, seconds: 3 })
  tell(progress)
  say('The node answers again.')
  tell({ ...progress, seconds: 19 })
  end()
  return stream.read()
}

test('a line every ten seconds: share, rate of this process, time left', () => {
  expect(tellOn(false)).toBe('47 %, 7 of 20 towns, 400 actions, 40.0 a second, 0:24 left\nThe node answers again.\n')
})

test('a bar that stays on its line in a terminal', () => {
  const lines = tellOn(true).split('\r\x1b[K')
  expect(lines[2]).toBe('[#########...........] 47 %, 7 of 20 towns, 400 actions, 40.0 a second, 0:24 left')
  expect(lines[3]).toBe(`The node answers again.\n${lines[2]}`)
  expect(lines.at(-1)).toBe('')
})

test('nothing is left of a run that was complete, and nothing known of one that just began', () => {
  const stream = createStream(false)
  const { tell } = createProgress(stream)
  tell({ ...progress, decided: 900 })
  tell({ ...progress, decided: 3600, decidedBefore: 3600, seconds: 7200 })
  expect(stream.read()).toMatch(/^25 %.* time left unknown\n100 %/)
})
