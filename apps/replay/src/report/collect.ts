import { getHealth, type Town } from '@distributed-town/sdk'
import { ACT_KINDS } from '../act-kinds.ts'
import type { ReplayResult } from '../run.ts'
import { latencyOf } from './latency.ts'
import { createChainClient } from './read-books.ts'
import { readGas } from './read-gas.ts'
import { type ReadTown, readTownState } from './read-town-state.ts'
import { REPORT_FORMAT, type Report } from './schema.ts'
import { summarize } from './summarize.ts'

/**
 * What a replay came to: from the chain and the API of the node what they know, from the replay what only it knows (what was wanted, why it
 * was not done, how long it took).
 */
export const collectReport = async (
  town: Town,
  { source, result }: { readonly source: Report['source']; readonly result: ReplayResult },
): Promise<Report> => {
  const client = await createChainClient(town)
  const { chainId, contracts } = await town.config()
  const { version, indexed } = await getHealth(town)
  const states = new Map<number, ReadTown>()
  // One after another: what is kept of each is a few numbers and the balances.
  for (const { town: number, communityId } of result.towns) {
    if (communityId !== undefined) states.set(number, await readTownState(town, { client, communityId }))
  }
  const read = [...states.values()]
  const { actions, seconds, latencies } = result
  const fromBlock = Math.min(indexed, ...read.map(({ foundedInBlock }) => foundedInBlock))
  const owners = new Set(read.flatMap(({ roster }) => roster.map(({ owner }) => owner.toLowerCase())))
  return {
    format: REPORT_FORMAT,
    source,
    ...summarize({ results: result.towns, states }),
    run: {
      chainId,
      nodeVersion: version,
      fromBlock,
      toBlock: indexed,
      seconds,
      actions,
      actionsPerSecond: seconds > 0 ? actions / seconds : 0,
      latency: latencyOf([...latencies.values()].flat()),
      latencies: ACT_KINDS.flatMap((kind) => {
        const latency = latencyOf(latencies.get(kind) ?? [])
        return latency ? [{ kind, ...latency }] : []
      }),
      gas: await readGas(client, { forwarder: contracts.forwarder, owners, fromBlock, toBlock: indexed }),
    },
  }
}
