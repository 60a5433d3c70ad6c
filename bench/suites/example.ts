import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTown, getHealth, listNetwork, type Town } from '@distributed-town/sdk'
import { startProcess } from '../../apps/node/test/process.ts'
import type { Bench } from '../bench.ts'

// From the first start in an empty folder until the example network is there, and how quick the node is for a visitor meanwhile.

const LOOK_EVERY_MS = 200

export const bench: Bench = {
  name: 'example',
  run: async ({ say }) => {
    const empty = await measure('off', say)
    const example = await measure('on', say)
    return [
      {
        what: 'first start to an example network that is whole',
        bar: '≤ 45 s',
        value: seconds(example.finished),
        baseline: `${seconds(empty.listening)} (--empty, to the first page)`,
      },
      { what: 'the same, until all towns and residents are there', value: seconds(example.settled) },
      {
        what: 'a visitor reads the list of towns meanwhile, p50 and p99',
        value: [0.5, 0.99].map((part) => `${Math.round(quantile(example.reads, part))} ms`).join(', '),
        baseline: [0.5, 0.99].map((part) => `${Math.round(quantile(empty.reads, part))} ms`).join(', '),
      },
    ]
  },
}

type Measured = {
  /** Milliseconds since the start. */
  readonly listening: number
  readonly settled: number
  readonly finished: number
  /** Milliseconds of each read. */
  readonly reads: readonly number[]
}

const measure = async (example: 'on' | 'off', say: (line: string) => void): Promise<Measured> => {
  const home = mkdtempSync(join(tmpdir(), 'town-'))
  const from = performance.now()
  const passed = () => performance.now() - from
  const node = startProcess({ TOWN_HOME: home, EXAMPLE: example })
  try {
    const town = createTown({ url: await node.url })
    const listening = passed()
    const reads: number[] = []
    let settled = example === 'off' ? listening : undefined
    for (let looks = 0; ; looks += 1) {
      const before = performance.now()
      const members = await countMembers(town)
      reads.push(performance.now() - before)
      if (members >= RESIDENTS) settled ??= passed()
      const isOver = example === 'off' ? looks === READS : (await getHealth(town)).example === 'finished'
      if (isOver) break
      await sleep(LOOK_EVERY_MS)
    }
    const finished = passed()
    say(`example ${example}: listens after ${seconds(listening)}, over after ${seconds(finished)}`)
    return { listening, settled: settled ?? finished, finished, reads }
  } finally {
    node.child.kill('SIGTERM')
    await node.ended
    rmSync(home, { recursive: true, force: true })
  }
}

/** As many as there are before the first one goes away. */
const RESIDENTS = 121
/** Of an empty node. */
const READS = 50

const countMembers = async (town: Town): Promise<number> =>
  (await listNetwork(town)).items.reduce((sum, { members }) => sum + members, 0)

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`
