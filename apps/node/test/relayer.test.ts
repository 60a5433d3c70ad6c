import { relayRequestSchema } from '@distributed-town/protocol'
import { getAddress, type PrivateKeyAccount } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertRelayed, type Spender } from '../src/db/town/relayer.ts'
import { openAccounts } from '../src/relayer/accounts.ts'
import { readFates, toBatches } from '../src/relayer/batch.ts'
import { createBudgets } from '../src/relayer/budgets.ts'
import type { Job } from '../src/relayer/job.ts'
import { startTestNode, type TestNode } from './node.ts'
import {
  call,
  contractsOf,
  founding,
  get,
  gigCreation,
  joining,
  newPerson,
  nextNonce,
  post,
  randomAddress,
  relay,
  sign,
} from './requests.ts'

// Requests that are carried out together, repeated, or more than the node pays for.

const TIMEOUT = 60_000

let node: TestNode
/** They live in town 1. */
let people: readonly PrivateKeyAccount[] = []

const found = async (at: TestNode, members: number) => {
  const settlers = Array.from({ length: members }, newPerson)
  const [founder, ...others] = settlers as [PrivateKeyAccount, ...PrivateKeyAccount[]]
  expect(await relay(at, founder, { ...founding(at), gas: 1_000_000n })).toMatchObject({ status: 200 })
  const answers = await Promise.all(others.map((person) => relay(at, person, joining(at, 1))))
  for (const answer of answers) expect(answer).toMatchObject({ status: 200 })
  return settlers
}

beforeAll(async () => {
  node = await startTestNode()
  people = await found(node, 12)
}, TIMEOUT)

afterAll(async () => {
  await node.stop()
}, TIMEOUT)

type Signed = Awaited<ReturnType<typeof sign>>
type Relayed = { readonly transactionHash: string; readonly blockNumber: number }

const postAll = (requests: readonly Signed[], at: TestNode = node) =>
  Promise.all(requests.map((request) => post(at, '/api/relay', request)))

const signGig = (person: PrivateKeyAccount, record: string, options: object = {}) =>
  sign(node, person, { ...gigCreation(node, record), ...options })

const countGigs = async () =>
  ((await get(node, '/api/communities/1/gigs?limit=100')).body as { items: readonly unknown[] }).items.length

test('default: requests that come together go into one transaction, several of one sender too', async () => {
  const requests = await Promise.all(
    people.flatMap((person) =>
      [0n, 1n].map(async (more) => {
        const nonce = (await nextNonce(node, person.address)) + more
        return signGig(person, `together ${person.address} ${more}`, { nonce })
      }),
    ),
  )
  const before = await countGigs()
  // They come one after another, so the first may go alone.
  const answers = await postAll(requests)
  expect(answers.map(({ status }) => status)).toEqual(requests.map(() => 200))
  const transactions = new Set(answers.map(({ body }) => (body as Relayed).transactionHash))
  expect(transactions.size).toBeLessThan(requests.length / 2)
  expect(await countGigs()).toBe(before + requests.length)
})

test('behavior: each is looked at after those before it: the last seats of a town go to the first who ask', async () => {
  const strangers = Array.from({ length: 16 }, newPerson)
  const requests = await Promise.all(strangers.map((person) => sign(node, person, joining(node, 1))))
  const answers = await postAll(requests)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(24 - people.length)
  for (const { status, body } of answers) {
    if (status !== 200) expect([status, body]).toMatchObject([422, { code: 'CommunityFull' }])
  }
})

test('behavior: what one must not do harms none of the others', async () => {
  const [alice, bob, carol] = people as [PrivateKeyAccount, PrivateKeyAccount, PrivateKeyAccount]
  const cancel = call(contractsOf(node).gigs, 'cancelGig', [2n ** 40n])
  const requests = await Promise.all([
    signGig(alice, 'alice is well'),
    sign(node, bob, cancel),
    signGig(carol, 'carol runs out', { gas: 40_000n }),
    ...people.slice(3).map((person) => signGig(person, 'well')),
  ])
  const answers = await postAll(requests)
  expect(answers.map(({ status }) => status)).toEqual([200, 422, 422, ...people.slice(3).map(() => 200)])
  expect(answers[1]).toMatchObject({ body: { code: 'UnknownGig' } })
  expect(answers[2]).toMatchObject({ body: { code: 'UNKNOWN_REVERT' } })
})

test('behavior: a batch with every kind of poison, whatever simulation said of it', async () => {
  const { chain, deployment } = node.node
  const { forwarder } = deployment.contracts
  const [alice, bob, carol, dave, erin] = people.slice(3) as [
    PrivateKeyAccount,
    PrivateKeyAccount,
    PrivateKeyAccount,
    PrivateKeyAccount,
    PrivateKeyAccount,
  ]
  const toJob = ({ request, signature }: Signed): Job => {
    const decoded = relayRequestSchema.parse({ request, signature })
    const sender = getAddress(decoded.request.from)
    const unused = { digest: '0x', origin: '', until: 0, resolve: () => undefined, reject: () => undefined } as const
    return { ...decoded, sender, ...unused }
  }
  const jobs = (
    await Promise.all([
      signGig(alice, 'alice'),
      // Takes all of its gas with it.
      signGig(bob, 'bob', { gas: 60_000n }),
      signGig(carol, 'carol', { nonce: 77n }),
      signGig(dave, 'dave', { deadline: chain.time() - 1 }),
      signGig(erin, 'erin', {}).then((signed) => ({ ...signed, signature: `0x${'11'.repeat(64)}1b` as const })),
      sign(node, erin, { to: randomAddress(), data: '0x12345678' }),
      signGig(alice, 'alice again', { nonce: (await nextNonce(node, alice.address)) + 1n }),
    ])
  ).map(toJob)
  const account = openAccounts({ home: node.home }).relayer
  const batches = toBatches(jobs, { forwarder, refundReceiver: account.address })
  expect(batches).toHaveLength(1)
  const [batch] = batches
  if (!batch) throw new Error('no batch')
  const { receipt } = await chain.submit(
    await account.signTransaction({
      type: 'eip1559',
      chainId: deployment.chainId,
      nonce: await chain.client.getTransactionCount({ address: account.address }),
      ...batch.call,
      maxFeePerGas: 10n ** 12n,
      maxPriorityFeePerGas: 0n,
    }),
  )
  expect(receipt.status).toBe('success')
  const fateOf = readFates(receipt)
  expect(jobs.map(fateOf)).toEqual(['executed', 'failed', 'skipped', 'skipped', 'skipped', 'skipped', 'executed'])
  // The relayer's own count of its nonces is wrong now; it finds out.
  expect(await relay(node, dave, gigCreation(node, 'dave, later'))).toMatchObject({ status: 200 })
})

test('behavior: many foundings take several transactions', async () => {
  const founders = Array.from({ length: 20 }, newPerson)
  const requests = await Promise.all(
    founders.map((person, index) => sign(node, person, { ...founding(node, `Town ${index}`), gas: 1_200_000n })),
  )
  const answers = await postAll(requests)
  expect(answers.map(({ status }) => status)).toEqual(founders.map(() => 200))
})

test('behavior: the same request again gets the first answer, and is carried out once', async () => {
  const [alice] = people as [PrivateKeyAccount]
  const signed = await signGig(alice, 'once')
  const before = await countGigs()
  const [first, second] = await postAll([signed, signed])
  expect(first).toMatchObject({ status: 200 })
  expect(second).toEqual(first)
  expect(await post(node, '/api/relay', signed)).toEqual(first)
  // Also when it would be too late for a new one.
  node.advance(700)
  expect(await post(node, '/api/relay', signed)).toEqual(first)
  expect(await countGigs()).toBe(before + 1)
})

test(
  'behavior: the same request again after a restart, with and without the row that was being written',
  async () => {
    const at = await startTestNode()
    const [alice, bob] = (await found(at, 3)) as [PrivateKeyAccount, PrivateKeyAccount]
    const [signed, other] = await Promise.all([
      sign(at, alice, gigCreation(at, 'before')),
      sign(at, bob, gigCreation(at, 'never sent')),
    ])
    const first = await post(at, '/api/relay', signed)
    // As when the node ends between writing down and sending.
    const unknown = `0x${'12'.repeat(32)}`
    await at.node.pool.query(
      `insert into town.relayed_request select $1, $2, null, expires_at from town.relayed_request limit 1`,
      [`0x${'34'.repeat(32)}`, unknown],
    )
    await at.stop({ keepHome: true })
    const again = await startTestNode({ home: at.home })
    try {
      expect(await post(again, '/api/relay', signed)).toEqual(first)
      expect(await post(again, '/api/relay', other)).toMatchObject({ status: 200 })
      const { body } = await get(again, '/api/communities/1/gigs')
      expect((body as { items: readonly unknown[] }).items).toHaveLength(2)
    } finally {
      await again.stop()
    }
  },
  TIMEOUT,
)

test('error: a deadline too far ahead', async () => {
  const [alice] = people as [PrivateKeyAccount]
  const deadline = node.node.chain.time() + 8 * 86_400
  expect(await post(node, '/api/relay', await signGig(alice, 'far', { deadline }))).toMatchObject({
    status: 400,
    body: { code: 'INVALID_REQUEST', details: { path: 'request.deadline' } },
  })
})

const spent = (budget: string) => ({
  status: 429,
  body: { code: 'GAS_BUDGET_SPENT', details: { budget, availableAt: expect.any(Number) } },
})

test(
  'error: what a wallet and strangers of one network address have a day; a new day begins at zero, a new start does not',
  async () => {
    const gas = { wallet: 400_000n, address: 1_500_000n }
    const at = await startTestNode({ gas })
    const [alice, bob] = (await found(at, 3)) as [PrivateKeyAccount, PrivateKeyAccount]
    const offer = async (on: TestNode) => {
      for (let count = 0; ; count += 1) {
        const answer = await relay(on, alice, gigCreation(on, `${count} ${Math.random()}`))
        if (answer.status !== 200) return { count, answer }
      }
    }
    const { count, answer } = await offer(at)
    expect(answer).toMatchObject(spent('wallet'))
    expect(count).toBeGreaterThan(0)

    const strangers = Array.from({ length: 8 }, newPerson)
    const answers = await postAll(await Promise.all(strangers.map((person) => sign(at, person, joining(at, 1)))), at)
    const joined = answers.filter(({ status }) => status === 200).length
    expect(joined).toBeGreaterThan(0)
    expect(joined).toBeLessThan(8)
    for (const each of answers) if (each.status !== 200) expect(each).toMatchObject(spent('address'))
    // The network address itself is not kept.
    const { rows } = await at.node.pool.query('select key from town.gas_spent')
    expect(JSON.stringify(rows)).not.toContain('127.0.0.1')
    await at.stop({ keepHome: true })

    const again = await startTestNode({ home: at.home, gas })
    try {
      expect(await offer(again)).toMatchObject({ count: 0, answer: spent('wallet') })
      expect(await relay(again, newPerson(), joining(again, 1))).toMatchObject(spent('address'))
      expect(await relay(again, bob, gigCreation(again, 'of another wallet'))).toMatchObject({ status: 200 })
      again.advance(86_400)
      expect((await offer(again)).count).toBe(count)
    } finally {
      await again.stop()
    }
  },
  TIMEOUT,
)

const WALLET = { walletId: 1, communityId: 1, isValidated: true }
test.each([
  ['wallet', WALLET, { ...WALLET, walletId: 2 }],
  ['town', WALLET, { ...WALLET, communityId: 2 }],
  ['address', undefined, WALLET],
  ['strangers', undefined, WALLET],
  // Wallets that anyone can make leave those who are known their share.
  ['newcomers', { ...WALLET, isValidated: false }, WALLET],
  ['node', undefined, undefined],
] as const)('error: the budget %s holds for those whom it is for', async (budget, spender, other) => {
  // Far above what the tests before have spent.
  const high = 10n ** 15n
  const limits = {
    wallet: high,
    town: high,
    node: high,
    address: high,
    strangers: high,
    newcomers: high,
    [budget]: high / 10n,
  }
  const budgets = await createBudgets(node.node, { limits })
  const origin = randomAddress()
  const charge = async (who: Spender | undefined, gas: bigint) => {
    const tally = await budgets.open()
    const refusal = tally.charge({ spender: who, origin, gas })
    tally.take()
    return refusal?.details.budget
  }
  expect(await charge(spender, high / 20n)).toBe(undefined)
  expect(await charge(spender, high / 20n + 1n)).toBe(budget)
  expect(await charge(spender, high / 40n)).toBe(undefined)
  expect(await charge(other, high / 20n)).toBe(budget === 'node' ? 'node' : undefined)
})

test('a clock that is set back over midnight gives nobody a budget twice', async () => {
  const limits = { wallet: 100n, town: 100n, node: 100n, address: 100n, strangers: 100n, newcomers: 100n }
  const day = 86_400_000
  let time = Date.UTC(2040, 0, 2)
  const budgets = await createBudgets({ ...node.node, clock: () => time }, { limits })
  const charge = async (gas: bigint) => {
    const tally = await budgets.open()
    const refusal = tally.charge({ spender: WALLET, origin: randomAddress(), gas })
    await insertRelayed(node.node, { requests: [], day: tally.day, spent: tally.take() })
    return refusal?.code
  }
  expect(await charge(90n)).toBeUndefined()
  time -= 3_600_000
  expect(await charge(80n)).toBeUndefined()
  time += 3_600_000
  expect(await charge(20n)).toBe('GAS_BUDGET_SPENT')
  time += day
  expect(await charge(20n)).toBeUndefined()
  time -= day
  expect(await charge(20n)).toBe('GAS_BUDGET_SPENT')
})
