import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTown, getHealth, listNetwork } from '@distributed-town/sdk'
import { startProcess } from '../../apps/node/test/process.ts'
import type { Bench } from '../bench.ts'

// From the first start in an empty folder until people are let into the example network and until it is whole, and how quick the node is for a
// visitor in between.

const LOOK_EVERY_MS = 200

export const bench: Bench = {
  name: 'example',
  run: async ({ say }) => {
    const empty = await measure('off', say)
    const example = await measure('on', say)
    return [
      {
        what: 'first start to the first page of an example network with a past',
        bar: '≤ 45 s',
        value: seconds(example.listening),
        baseline: `${seconds(empty.listening)} (--empty)`,
      },
      { what: 'the same, until it is whole', value: seconds(example.finished) },
      {
        what: 'a visitor reads the list of towns in between, p50 and p99',
        value: [0.5, 0.99].map((part) => `${Math.round(quantile(example.reads, part))} ms`).join(', '),
        baseline: [0.5, 0.99].map((part) => `${Math.round(quantile(empty.reads, part))} ms`).join(', '),
      },
    ]
  },
}

type Measured = {
  /** Milliseconds since the start. */
  readonly listening: number
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
    for (let looks = 0; ; looks += 1) {
      const before = performance.now()
      await listNetwork(town)
      reads.push(performance.now() - before)
      const isOver = example === 'off' ? looks === READS : (await getHealth(town)).example === 'finished'
      if (isOver) break
      await sleep(LOOK_EVERY_MS)
    }
    const finished = passed()
    say(`example ${example}: listens after ${seconds(listening)}, over after ${seconds(finished)}`)
    return { listening, finished, reads }
  } finally {
    node.child.kill('SIGTERM')
    await node.ended
    rmSync(home, { recursive: true, force: true })
  }
}

/** Of an empty node. */
const READS = 50

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`
