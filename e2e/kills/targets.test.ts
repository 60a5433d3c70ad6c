import { test } from 'vitest'
import { childrenOf, type NodeProcess } from '../../apps/node/test/process.ts'
import type { Random } from '../../apps/node/test/random.ts'
import { act, checkAll, createCrew, familyOf, kill, pidOf, ROUNDS, say, someActs, start, TIMEOUT } from './crew.ts'

const targets: Readonly<Record<string, (node: NodeProcess, random: Random) => readonly number[]>> = {
  node: (node) => [pidOf(node)],
  anvil: (node) => [childrenOf(pidOf(node)).get('anvil') ?? 0],
  postgres: (node) => [childrenOf(pidOf(node)).get('postgres') ?? 0],
  all: (node, random) => familyOf(node).toSorted(() => random.int(3) - 1),
}

test.each(Object.entries(targets))(
  'kill -9 of %s',
  async (target, pidsOf) => {
    const crew = createCrew(target)
    for (let round = 0; round < ROUNDS; round += 1) {
      const node = start()
      const town = crew.books.open(await node.url)
      await crew.books.check(town)
      await act(crew, town, async () => {
        await someActs(crew)
        await kill(node, pidsOf(node, crew.random))
      })
    }
    await checkAll(crew)
    say(target, crew)
  },
  TIMEOUT,
)
