import { communityAbi, registryAbi, skillWalletAbi } from '@distributed-town/protocol'
import type { Community } from '../db/chain/tables.ts'
import { readTotals } from '../db/chain/totals.ts'
import type { Node } from '../node.ts'
import { ContradictionError } from './failures.ts'
import type { Source } from './headers.ts'
import { mapInTurns } from './turns.ts'

/**
 * Compares what was read from logs with what the contracts say at the same block: whoever answered for ranges of blocks may have left out
 * some. A movement of credits, a gig, a person or a residence that is missing shows in these numbers; a step of a gig or a changed profile
 * does not.
 * @throws ContradictionError naming what differs.
 */
export const audit = async (
  { chain: { client }, deployment, pool }: Source & Pick<Node, 'deployment' | 'pool'>,
  blockNumber: bigint,
): Promise<void> => {
  const { registry, skillWallet } = deployment.contracts
  const [indexed, communities, wallets] = await Promise.all([
    readTotals(pool),
    client.readContract({ address: registry, abi: registryAbi, functionName: 'communities', blockNumber }),
    client.readContract({ address: skillWallet, abi: skillWalletAbi, functionName: 'totalSupply', blockNumber }),
  ])
  requireEqual('communities', [indexed.communities.length], [communities])
  requireEqual('wallets', [indexed.wallets], [Number(wallets)])
  await mapInTurns(indexed.communities, async (row) => {
    const { address } = row
    const state = await client.readContract({ address, abi: communityAbi, functionName: 'state', blockNumber })
    requireEqual(`community ${row.id}`, numbersOf({ ...row, score: row.score ?? 0 }), numbersOf(state))
  })
}

type Numbers = Pick<Community, 'members' | 'spenders' | 'release' | 'gigs' | 'vault' | 'treasury' | 'escrow'> & {
  readonly score: number | null
  readonly skillCounts: readonly number[]
}

const numbersOf = (of: Numbers) => [
  of.members,
  of.spenders,
  of.score,
  of.release,
  of.gigs,
  of.vault,
  of.treasury,
  of.escrow,
  ...of.skillCounts,
]

const requireEqual = (what: string, indexed: readonly unknown[], onChain: readonly unknown[]): void => {
  if (indexed.join() === onChain.join()) return
  throw new ContradictionError(`${what}: ${indexed.join()} was read from logs, the contracts say ${onChain.join()}`)
}
