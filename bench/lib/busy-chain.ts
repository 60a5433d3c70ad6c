import { gigCodeTypedData, gigIdOf, gigsAbi, registryAbi, skillWalletAbi } from '@distributed-town/protocol'
import {
  type Address,
  createPublicClient,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  numberToHex,
  type PublicClient,
  toBytes,
} from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { type AnvilClient, CHAIN_ID } from '../../apps/node/src/chain/anvil.ts'
import { openDeployment } from '../../apps/node/src/chain/deploy.ts'
import type { Deployment } from '../../apps/node/src/chain/deployment.ts'
import { mine, send } from '../../apps/node/src/chain/submit.ts'
import { openAccounts } from '../../apps/node/src/relayer/accounts.ts'
import { startOpenAnvil } from '../../apps/node/test/anvil.ts'

/** A chain on which towns were busy for a long time. */
export type BusyChain = {
  readonly client: PublicClient
  readonly url: string
  readonly deployment: Deployment
  readonly height: bigint
  readonly stop: () => Promise<void>
}

const TOWNS = 20
/** People of a town come in pairs: one offers gigs, the other does them. */
const PAIRS = 12
/** Skill that both of a pair have, of the least value: a grant lasts for many gigs. */
const SKILL = 11
const ROUNDS = 10
/** Gigs that are offered and cancelled for each that is done. */
const CANCELLED = 3
const PER_BLOCK = 40
const GAS = 2_000_000n
const DAY = 24 * 60 * 60

type Call = { readonly from: Address; readonly to: Address; readonly data: Hex }
type Person = { readonly account: PrivateKeyAccount; readonly walletId: number }
type Pair = { readonly communityId: number; readonly creator: Person; readonly taker: Person }

/** Real contracts and real events. Senders are impersonated, so that only what the contracts verify is signed. */
export const startBusyChain = async ({
  home,
  say,
}: {
  readonly home: string
  readonly say: (line: string) => void
}): Promise<BusyChain> => {
  let time = 1_800_000_000
  const { rpc, url, child } = await startOpenAnvil({ folder: home, genesisTime: time })
  const { operator } = openAccounts({ home })
  await rpc.setBalance({ address: operator.address, value: 2n ** 100n })
  const client = createPublicClient({ cacheTime: 0, transport: http(url, { retryCount: 0, timeout: 60_000 }) })
  const mineNext = async () => {
    time += 5
    await mine({ rpc, timestamp: time })
  }
  const submit = async (raw: Hex) => {
    const { hash, reason } = await send(rpc, raw)
    if (hash === undefined) throw new Error(reason)
    await mineNext()
    const receipt = await rpc.getTransactionReceipt({ hash })
    return { hash, blockNumber: receipt.blockNumber, receipt, indexed: false }
  }
  const deployment = await openDeployment({ home, chain: { client, submit }, operator })
  const { registry, skillWallet, gigs } = deployment.contracts
  await request(rpc, 'anvil_autoImpersonateAccount', [true])

  const nonces = new Map<Address, number>()
  const run = async (calls: readonly Call[]) => {
    for (let i = 0; i < calls.length; i += PER_BLOCK) {
      const batch = calls.slice(i, i + PER_BLOCK).map(({ from, to, data }, id) => {
        const nonce = nonces.get(from) ?? 0
        nonces.set(from, nonce + 1)
        const transaction = { from, to, data, gas: numberToHex(GAS), nonce: numberToHex(nonce) }
        return { jsonrpc: '2.0', id, method: 'eth_sendTransaction', params: [transaction] }
      })
      const answers = await post(url, batch)
      await mineNext()
      const last = answers.at(-1)?.result
      if (typeof last !== 'string') throw new Error(`a transaction was not taken: ${JSON.stringify(answers.at(-1))}`)
      const { status } = await rpc.getTransactionReceipt({ hash: last as Hex })
      if (status !== 'success') throw new Error('a transaction was reverted')
    }
  }

  const accounts = Array.from({ length: TOWNS * PAIRS * 2 }, (_, i) =>
    privateKeyToAccount(keccak256(numberToHex(i + 1))),
  )
  for (const { address } of accounts) await rpc.setBalance({ address, value: 2n ** 90n })
  const people = accounts.map((account, i): Person => ({ account, walletId: i + 1 }))
  const townOf = (i: number) => Math.floor(i / (PAIRS * 2)) + 1
  const skills = [{ skill: SKILL, level: 5 }]
  await run(
    people.map(({ account, walletId }, i) =>
      i % (PAIRS * 2) === 0
        ? {
            from: account.address,
            to: registry,
            data: encodeFunctionData({
              abi: registryAbi,
              functionName: 'createAndFound',
              args: [charter(townOf(i)), skills, key(walletId), key(-walletId)],
            }),
          }
        : {
            from: account.address,
            to: skillWallet,
            data: encodeFunctionData({
              abi: skillWalletAbi,
              functionName: 'createAndJoin',
              args: [townOf(i), skills, key(walletId), key(-walletId)],
            }),
          },
    ),
  )
  const pairs = people.flatMap((creator, i): Pair[] => {
    const taker = people[i + 1]
    return i % 2 === 0 && taker ? [{ communityId: townOf(i), creator, taker }] : []
  })
  const asGigs = ({ account }: Person, data: Hex): Call => ({ from: account.address, to: gigs, data })
  const counts = new Map<number, number>()
  const sign = ({ account, walletId }: Person, gigId: bigint, action: 'Request' | 'Completion', round: number) => {
    const code = { gigId, walletId, action, round, expiry: time + DAY }
    return account.signTypedData(gigCodeTypedData({ chainId: CHAIN_ID, gigs, code }))
  }
  const create = async () => {
    await run(
      pairs.map(({ creator }) =>
        asGigs(
          creator,
          encodeFunctionData({ abi: gigsAbi, functionName: 'createGig', args: [SKILL, 1, key(1), 7, 0] }),
        ),
      ),
    )
    return pairs.map((pair) => {
      const number = (counts.get(pair.communityId) ?? 0) + 1
      counts.set(pair.communityId, number)
      return { ...pair, gigId: gigIdOf(pair.communityId, number) }
    })
  }
  for (let round = 1; round <= ROUNDS; round++) {
    for (let i = 0; i < CANCELLED; i++) {
      const offered = await create()
      await run(
        offered.map(({ creator, gigId }) =>
          asGigs(creator, encodeFunctionData({ abi: gigsAbi, functionName: 'cancelGig', args: [gigId] })),
        ),
      )
    }
    const offered = await create()
    const expiry = () => time + DAY
    const steps: readonly ((gig: Pair & { readonly gigId: bigint }) => Promise<Call>)[] = [
      async ({ creator, taker, gigId }) =>
        asGigs(
          creator,
          encodeFunctionData({
            abi: gigsAbi,
            functionName: 'acceptRequest',
            args: [gigId, taker.walletId, expiry(), await sign(taker, gigId, 'Request', 0)],
          }),
        ),
      async ({ taker, gigId }) =>
        asGigs(taker, encodeFunctionData({ abi: gigsAbi, functionName: 'submitGig', args: [gigId, key(2)] })),
      async ({ creator, taker, gigId }) =>
        asGigs(
          creator,
          encodeFunctionData({
            abi: gigsAbi,
            functionName: 'completeGig',
            args: [gigId, expiry(), await sign(taker, gigId, 'Completion', 1)],
          }),
        ),
      async ({ creator, gigId }) =>
        asGigs(creator, encodeFunctionData({ abi: gigsAbi, functionName: 'rateGig', args: [gigId, 1 + (round % 10)] })),
    ]
    for (const step of steps) await run(await Promise.all(offered.map(step)))
    say(`round ${round} of ${ROUNDS} is on the chain`)
  }
  return { client, url, deployment, height: await client.getBlockNumber(), stop: () => child.stop('SIGKILL') }
}

const key = (of: number): Hex => keccak256(toBytes(`key ${of}`))

const charter = (id: number) => ({
  template: 0,
  policy: 0,
  key: key(1_000_000 + id),
  name: `Town ${id}`,
  purpose: 'Neighbours who help each other.',
  place: '',
  language: 'en',
})

const request = (rpc: AnvilClient, method: string, params: readonly unknown[]) =>
  rpc.request({ method, params } as never)

const post = async (url: string, batch: readonly object[]): Promise<readonly { readonly result?: unknown }[]> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(batch),
  })
  return (await response.json()) as readonly { readonly result?: unknown }[]
}
