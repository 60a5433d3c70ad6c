import { communityAbi, type Town } from '@distributed-town/sdk'
import { type Address, createPublicClient, http, type PublicClient } from 'viem'

/** Where the credits of a town are, in base units, as its contract says at one block. */
export type Books = {
  readonly vault: bigint
  readonly treasury: bigint
  readonly escrow: bigint
  readonly members: bigint
  readonly sum: bigint
}

export const createChainClient = async (town: Town): Promise<PublicClient> => {
  const { rpc } = await town.config()
  return createPublicClient({
    transport: http(`${town.url}${rpc}`, { fetchFn: town.fetch, batch: { batchSize: BATCH }, timeout: TIMEOUT_MS }),
  })
}

/** Reads the chain and nothing else. @param options.owners Of the members' wallets. */
export const readBooks = async (
  client: PublicClient,
  { address, owners }: { readonly address: Address; readonly owners: readonly Address[] },
): Promise<Books> => {
  const community = { address, abi: communityAbi, blockNumber: await client.getBlockNumber() } as const
  const [{ vault, treasury, escrow }, ...balances] = await Promise.all([
    client.readContract({ ...community, functionName: 'state' }),
    ...owners.map((owner) => client.readContract({ ...community, functionName: 'balanceOf', args: [owner] })),
  ])
  const members = balances.reduce((sum, balance) => sum + balance, 0n)
  return { vault, treasury, escrow, members, sum: vault + treasury + escrow + members }
}

/** A node takes 20 requests at once. */
const BATCH = 20
const TIMEOUT_MS = 60_000
