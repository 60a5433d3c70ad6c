import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gigCodeTypedData } from '@distributed-town/protocol'
import type pg from 'pg'
import { type Address, type Hex, type PrivateKeyAccount, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Create, openDeployment } from '../src/chain/deploy.ts'
import { connectChain } from '../src/chain/external.ts'
import { type ChainConfig, readConfig } from '../src/config.ts'
import { createContracts } from '../src/relayer/create-contracts.ts'
import { openOutbox } from '../src/relayer/outbox.ts'
import { type RunningNode, startNode } from '../src/start.ts'
import { type MiningChain, OTHER_CHAIN_ID, startMiningChain } from './other-chain.ts'
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
  relay,
  sign,
} from './requests.ts'

// The same node on a chain that others mine.

const TIMEOUT = 180_000
const [operatorKey, relayerKey] = [generatePrivateKey(), generatePrivateKey()]
const relayer = privateKeyToAccount(relayerKey).address
const home = mkdtempSync(join(tmpdir(), 'town-'))

let chain: MiningChain
let node: RunningNode
const [anna, bruno, carla] = [newPerson(), newPerson(), newPerson()]

const start = (more: Partial<ChainConfig> = {}) =>
  startNode({
    config: {
      ...readConfig({ TOWN_HOME: home, PORT: '0', LOG_LEVEL: 'silent' }),
      chain: {
        rpcUrl: chain.url,
        chainId: OTHER_CHAIN_ID,
        confirmations: 2,
        operatorKey,
        relayerKey,
        pollMs: 150,
        stuckMs: 2_500,
        timeoutMs: 300,
        ...more,
      },
    },
  })

beforeAll(async () => {
  chain = await startMiningChain()
  const addresses = [relayer, privateKeyToAccount(operatorKey).address]
  for (const address of addresses) await chain.client.setBalance({ address, value: parseEther('10') })
  node = await start()
}, TIMEOUT)

afterAll(async () => {
  await node?.stop()
  await chain?.stop()
  rmSync(home, { recursive: true, force: true })
}, TIMEOUT)

const listGigs = async () =>
  ((await get(node, '/api/communities/1/gigs?limit=100')).body as { items: readonly { id: string; state: string }[] })
    .items

const codeOf = async (person: PrivateKeyAccount, walletId: number, gigId: bigint, action: 'Request' | 'Completion') => {
  const { chainId, contracts } = node.node.deployment
  const { round } = (await get(node, `/api/gigs/${gigId}`)).body as { round: number }
  const expiry = Math.floor(Date.now() / 1000) + 3600
  const code = { gigId, walletId, action, round, expiry }
  return [expiry, await person.signTypedData(gigCodeTypedData({ chainId, gigs: contracts.gigs, code }))] as const
}

const done = async (person: PrivateKeyAccount, request: Parameters<typeof sign>[2]) => {
  const signed = await sign(node, person, request)
  let answer = await post(node, '/api/relay', signed)
  // A chain may be silent for so long that the node says so; then the same is asked again.
  while (answer.status === 503) answer = await post(node, '/api/relay', signed)
  expect(answer).toMatchObject({ status: 200, body: { indexed: true } })
  return answer.body as { readonly transactionHash: Hex; readonly blockNumber: number }
}

/** Of the relayer's transactions that are not confirmed. */
const listPending = async () =>
  (
    await node.node.pool.query<{ account: Address; hash: Hex; nonce: bigint }>(
      'select account, hash, nonce from town.outgoing_attempt order by seq',
    )
  ).rows

const waitFor = async (condition: () => Promise<boolean>) => {
  await expect.poll(condition, { timeout: 60_000, interval: 50 }).toBe(true)
}

test('error: no example, as it would stay there for good and cost money', async () => {
  expect(await get(node, '/api/example')).toMatchObject({ status: 404, body: { code: 'NO_EXAMPLE' } })
  expect(existsSync(join(home, 'example.json'))).toBe(false)
})

test('error: another chain than the configured one', async () => {
  await expect(connectChain({ rpcUrl: chain.url, chainId: 1, clock: Date.now })).rejects.toThrow(
    `RPC_URL leads to chain ${OTHER_CHAIN_ID}, CHAIN_ID says 1`,
  )
})

test(
  'default: the story of a gig, while the provider is busy, late, silent or gone now and then',
  async () => {
    let asked = 0
    chain.fail(() => {
      asked += 1
      if (asked % 5 === 0) return 'behind'
      if (asked % 7 === 0) return 'busy'
      if (asked % 31 === 0) return 'hang'
      if (asked % 11 === 0) return 'late'
      return asked % 23 === 0 ? 'drop' : 'pass'
    })
    const { gigs } = contractsOf(node)
    await done(anna, { ...founding(node), gas: 1_000_000n })
    await Promise.all([bruno, carla].map((person) => done(person, joining(node, 1))))
    await done(anna, gigCreation(node, 'a garden'))
    const gigId = BigInt((await listGigs())[0]?.id ?? 0)
    const walletId = Number(((await get(node, `/api/wallets/by-owner/${bruno.address}`)).body as { id: number }).id)
    await done(
      anna,
      call(gigs, 'acceptRequest', [gigId, walletId, ...(await codeOf(bruno, walletId, gigId, 'Request'))]),
    )
    await done(bruno, call(gigs, 'submitGig', [gigId, `0x${'77'.repeat(32)}`]))
    await done(anna, call(gigs, 'completeGig', [gigId, ...(await codeOf(bruno, walletId, gigId, 'Completion'))]))
    await done(anna, call(gigs, 'rateGig', [gigId, 8]))
    expect((await get(node, `/api/gigs/${gigId}`)).body).toMatchObject({ state: 'Rated', rating: 8 })
    expect(await listPending()).toEqual([])
    chain.fail(() => 'pass')
  },
  TIMEOUT,
)

test(
  'behavior: what a reorg takes back and what the chain forgets is sent again',
  async () => {
    const before = (await listGigs()).length
    await chain.setMining(false)
    const answer = relay(node, anna, gigCreation(node, 'taken back'))
    await waitFor(async () => (await listPending()).length === 1)
    const [{ hash }] = (await listPending()) as unknown as [{ hash: Hex }]
    await waitFor(async () => (await chain.client.getTransaction({ hash }).catch(() => undefined)) !== undefined)
    await chain.forget(hash)
    await waitFor(async () => (await chain.client.getTransaction({ hash }).catch(() => undefined)) !== undefined)
    await chain.client.mine({ blocks: 1 })
    expect(await chain.client.getTransactionReceipt({ hash })).toMatchObject({ status: 'success' })
    // Long enough that the node has seen it.
    await waitFor(async () => (await listGigs()).length === before + 1)
    await chain.reorg(1)
    await waitFor(async () => (await listGigs()).length === before)
    await chain.setMining(true)
    expect(await answer).toMatchObject({ status: 200 })
    expect((await listGigs()).length).toBe(before + 1)
  },
  TIMEOUT,
)

test(
  'behavior: what is not mined is replaced by one with higher fees',
  async () => {
    const before = (await listGigs()).length
    await chain.setMining(false)
    const answer = relay(node, anna, gigCreation(node, 'stuck'))
    await waitFor(async () => (await listPending()).length === 1)
    const [first] = (await listPending()) as unknown as [{ hash: Hex; nonce: bigint }]
    // Dearer than what was offered.
    const { maxFeePerGas = 0n } = await chain.client.getTransaction({ hash: first.hash })
    await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: maxFeePerGas * 3n })
    await chain.client.mine({ blocks: 1 })
    await waitFor(async () => (await listPending()).length > 1)
    await chain.setMining(true)
    const { status, body } = await answer
    expect(status).toBe(200)
    const { transactionHash } = body as { transactionHash: Hex }
    expect(transactionHash).not.toBe(first.hash)
    expect((await chain.client.getTransaction({ hash: transactionHash })).nonce).toBe(Number(first.nonce))
    expect((await listGigs()).length).toBe(before + 1)
  },
  TIMEOUT,
)

/** The invalid instruction, and a loop that ends when the gas does. */
const [INVALID, ENDLESS] = ['0xfe', '0x5b600056'] as const

/** From now on nothing comes through. @returns what mends it. */
const breakForwarder = async (bytecode: Hex) => {
  const { forwarder: address } = node.node.deployment.contracts
  const code = await chain.client.getCode({ address })
  await chain.client.setCode({ address, bytecode })
  return () => chain.client.setCode({ address, bytecode: code ?? '0x' })
}

/** Nothing is mined from now on. @returns the hash of what somebody's request was sent with, besides those given. */
const nextSent = async (known: readonly Hex[]): Promise<Hex> => {
  const listNew = async () => (await listPending()).map(({ hash }) => hash).filter((hash) => !known.includes(hash))
  await waitFor(async () => (await listNew()).length === 1)
  const [hash] = (await listNew()) as [Hex]
  await waitFor(async () => (await chain.client.getTransaction({ hash }).catch(() => undefined)) !== undefined)
  return hash
}

/** Requests of three people, two of them by one, that share a transaction: they have come while the one before was not mined. */
const postBatch = async () => {
  const before = (await listGigs()).length
  const nonces = await Promise.all([anna, bruno, carla].map(({ address }) => nextNonce(node, address)))
  const [ofAnna = 0n, ofBruno = 0n, ofCarla = 0n] = nonces
  const create = (person: PrivateKeyAccount, nonce: bigint) =>
    sign(node, person, { ...gigCreation(node, `batch ${person.address} ${nonce}`), nonce })
  const first = await create(anna, ofAnna)
  const signed = await Promise.all([
    create(anna, ofAnna + 1n),
    create(anna, ofAnna + 2n),
    create(bruno, ofBruno),
    create(carla, ofCarla),
  ])
  await chain.setMining(false)
  const answers = [post(node, '/api/relay', first)]
  const hashOfFirst = await nextSent([])
  answers.push(...signed.map((request) => post(node, '/api/relay', request)))
  await waitFor(
    async () =>
      (await nextNonce(node, anna.address)) === ofAnna + 3n &&
      (await nextNonce(node, bruno.address)) === ofBruno + 1n &&
      (await nextNonce(node, carla.address)) === ofCarla + 1n,
  )
  await chain.client.mine({ blocks: 1 })
  const hash = await nextSent([hashOfFirst])
  return { signed: [first, ...signed], answers, hash, after: before + 5 }
}

const statusOf = async (hash: Hex) =>
  (await chain.client.getTransactionReceipt({ hash }).catch(() => undefined))?.status

/** Until the node has looked at the chain again, from the beginning to the end. */
const looks = async () => {
  let asked = 0
  chain.fail((method) => {
    if (method === 'eth_getTransactionReceipt') asked += 1
    return 'pass'
  })
  await waitFor(async () => asked >= 3)
}

/** Each is told what became of it, now and when it asks again; nothing was done twice. @returns the transactions of the batch. */
const expectDone = async ({ signed, answers, after }: Awaited<ReturnType<typeof postBatch>>) => {
  const told = await Promise.all(answers)
  expect(told.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect(await Promise.all(signed.map((request) => post(node, '/api/relay', request)))).toEqual(told)
  expect((await listGigs()).length).toBe(after)
  const [, ...hashes] = told.map(({ body }) => (body as { transactionHash: Hex }).transactionHash)
  return [...new Set(hashes)]
}

test(
  'behavior: the requests of a batch that runs out of gas are carried out one by one',
  async () => {
    const batch = await postBatch()
    const mend = await breakForwarder(ENDLESS)
    await chain.client.mine({ blocks: 1 })
    await mend()
    expect(await statusOf(batch.hash)).toBe('reverted')
    await chain.setMining(true)
    const hashes = await expectDone(batch)
    expect(hashes).toHaveLength(4)
    expect(hashes).not.toContain(batch.hash)
  },
  TIMEOUT,
)

test(
  'behavior: a reorg that carries out a batch which was undone',
  async () => {
    const batch = await postBatch()
    const mend = await breakForwarder(INVALID)
    await chain.client.mine({ blocks: 1 })
    expect(await statusOf(batch.hash)).toBe('reverted')
    await looks()
    await chain.reorg(1)
    await mend()
    await chain.setMining(true)
    expect(await expectDone(batch)).toEqual([batch.hash])
  },
  TIMEOUT,
)

test(
  'behavior: a reorg that undoes a batch which was carried out',
  async () => {
    const batch = await postBatch()
    await chain.client.mine({ blocks: 1 })
    await waitFor(async () => (await listGigs()).length === batch.after)
    await looks()
    await chain.reorg(1)
    const mend = await breakForwarder(INVALID)
    // The node offers it again.
    await waitFor(async () => {
      await chain.client.mine({ blocks: 1 })
      return (await statusOf(batch.hash)) === 'reverted'
    })
    await mend()
    await chain.setMining(true)
    const hashes = await expectDone(batch)
    expect(hashes).toHaveLength(4)
    expect(hashes).not.toContain(batch.hash)
  },
  TIMEOUT,
)

test(
  'behavior: a restart in the middle loses nothing and does nothing twice',
  async () => {
    const before = (await listGigs()).length
    await chain.setMining(false)
    const signed = await sign(node, anna, gigCreation(node, 'before the restart'))
    const cut = post(node, '/api/relay', signed)
    await waitFor(async () => (await listPending()).length === 1)
    const sent = await listPending()
    await node.stop()
    expect(await cut).toMatchObject({ status: 503, body: { code: 'NOT_READY' } })
    // Even if the chain has forgotten it.
    for (const { hash } of sent) await chain.forget(hash)
    node = await start()
    await chain.setMining(true)
    const answer = await post(node, '/api/relay', signed)
    expect(answer).toMatchObject({ status: 200, body: { transactionHash: sent[0]?.hash } })
    expect(await post(node, '/api/relay', signed)).toEqual(answer)
    expect((await listGigs()).length).toBe(before + 1)
    expect(await listPending()).toEqual([])
  },
  TIMEOUT,
)

test(
  'behavior: an interrupted deployment goes on where it was, and its file serves other nodes',
  async () => {
    const { node: parts } = node
    const operator = newPerson()
    const [own, other] = [join(home, 'own'), join(home, 'other')]
    for (const folder of [own, other]) mkdirSync(folder)
    const options = { account: operator, chainId: OTHER_CHAIN_ID, confirmations: 1, pollMs: 100 }
    const deploy = (create: Create) => openDeployment({ home: own, chain: parts.chain, operator, create })
    await expect(deploy((contracts) => createContracts(parts, options, contracts))).rejects.toThrow(operator.address)

    await chain.client.setBalance({ address: operator.address, value: parseEther('10') })
    const interrupted = deploy(async ({ creations }) => {
      const outbox = await openOutbox(parts, options)
      await outbox.send(creations.slice(0, 2).map((creation) => ({ to: null, ...creation })))
      await outbox.close()
      throw new Error('killed')
    })
    await expect(interrupted).rejects.toThrow('killed')
    const deployment = await deploy((contracts) => createContracts(parts, options, contracts))
    expect(await chain.client.getTransactionCount({ address: operator.address })).toBe(5)

    const open = (more: { create?: Create; file?: string }) =>
      openDeployment({ home: other, chain: parts.chain, operator, ...more })
    await expect(open({ file: join(home, 'missing.json') })).rejects.toThrow('does not exist')
    expect(await open({ file: join(own, 'deployment.json') })).toEqual(deployment)
    const present = { file: join(home, 'deployment.json') }
    await expect(open(present)).rejects.toThrow('names other contracts')
  },
  TIMEOUT,
)

/** The real database, whose answer to the next such statement gets lost. Away: then it can't be reached until it is back. */
const loseAnswer = (pool: pg.Pool, { to, isAway = false }: { to: RegExp; isAway?: boolean }) => {
  let state: 'well' | 'losing' | 'away' = 'well'
  const lost = new Error('Connection terminated unexpectedly')
  const observe = async (text: string, run: () => Promise<unknown>) => {
    if (state === 'away') throw lost
    const result = await run()
    if (state !== 'losing' || !to.test(text)) return result
    state = isAway ? 'away' : 'well'
    throw lost
  }
  const lossy = {
    query: (text: string, values?: unknown[]) => observe(text, () => pool.query(text, values)),
    connect: async () => {
      if (state === 'away') throw lost
      const client = await pool.connect()
      return {
        query: (text: string, values?: unknown[]) => observe(text, () => client.query(text, values)),
        release: () => client.release(),
      }
    },
  }
  return {
    pool: lossy as unknown as pg.Pool,
    lose: () => {
      state = 'losing'
    },
    back: () => {
      state = 'well'
    },
  }
}

const openOwnOutbox = async (pool: pg.Pool, more: { readonly stuckMs?: number } = {}) => {
  const account = newPerson()
  await chain.client.setBalance({ address: account.address, value: parseEther('1') })
  const { chain: nodeChain, log } = node.node
  const outbox = await openOutbox(
    { chain: nodeChain, log, pool },
    { account, chainId: OTHER_CHAIN_ID, confirmations: 1, pollMs: 100, ...more },
  )
  const call = { to: account.address, data: '0x', gas: 21_000n } as const
  return { outbox, account: account.address, send: () => outbox.send([call]) }
}

test.each([false, true])(
  'behavior: a transaction that the database has though its answer got lost is looked after, and later ones go on (away: %s)',
  async (isAway) => {
    const { pool, lose, back } = loseAnswer(node.node.pool, { to: /^commit$/, isAway })
    const { outbox, account, send } = await openOwnOutbox(pool)
    lose()
    if (isAway) await expect(send()).rejects.toThrow('Connection terminated')
    else await Promise.all((await send()).map(({ confirmed }) => confirmed))
    back()
    await Promise.all((await send()).map(({ confirmed }) => confirmed))
    await waitFor(async () => (await chain.client.getTransactionCount({ address: account })) === 2)
    await outbox.close()
  },
  TIMEOUT,
)

test(
  'behavior: a replacement that the database has though its answer got lost is followed by the next one',
  async () => {
    await chain.setMining(false)
    const { pool, lose } = loseAnswer(node.node.pool, { to: /^insert into town\.outgoing_attempt/ })
    const { outbox, account, send } = await openOwnOutbox(pool, { stuckMs: 200 })
    const [tracked] = await send()
    lose()
    const count = async () => (await listPending()).filter((attempt) => attempt.account === account).length
    await waitFor(async () => (await count()) >= 3)
    await chain.setMining(true)
    await tracked?.confirmed
    await outbox.close()
  },
  TIMEOUT,
)

test(
  'behavior: a transaction of one’s own is passed on to the chain',
  async () => {
    const person = newPerson()
    await chain.client.setBalance({ address: person.address, value: parseEther('1') })
    const raw = await person.signTransaction({
      chainId: OTHER_CHAIN_ID,
      nonce: 0,
      to: relayer,
      value: 1n,
      gas: 21_000n,
      maxFeePerGas: 10n ** 12n,
      maxPriorityFeePerGas: 1n,
    })
    const ask = (method: string, params: readonly unknown[]) =>
      post(node, '/rpc', { jsonrpc: '2.0', id: 1, method, params })
    const { body } = await ask('eth_sendRawTransaction', [raw])
    expect(body).toMatchObject({ result: expect.stringMatching(/^0x/) })
    const { result: hash } = body as { result: Hex }
    await waitFor(
      async () => ((await ask('eth_getTransactionReceipt', [hash])).body as { result: unknown }).result !== null,
    )
    expect((await ask('eth_sendRawTransaction', [raw])).body).toMatchObject({ error: { code: expect.any(Number) } })
    expect((await ask('anvil_setBalance', [relayer, '0x0'])).body).toMatchObject({ error: { code: -32601 } })
  },
  TIMEOUT,
)

test(
  'behavior: where calls can not be simulated in sequence, of each sender one at a time',
  async () => {
    chain.fail((method) => (method === 'eth_simulateV1' ? 'unknown' : 'pass'))
    const before = (await listGigs()).length
    const { nonce } = (await get(node, `/api/nonces/${anna.address}`)).body as { nonce: string }
    const requests = await Promise.all([
      ...[0n, 1n].map((more) => sign(node, anna, { ...gigCreation(node, `${more}`), nonce: BigInt(nonce) + more })),
      sign(node, bruno, gigCreation(node, 'of Bruno')),
      sign(node, carla, joining(node, 1)),
    ])
    const answers = await Promise.all(requests.map((request) => post(node, '/api/relay', request)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 422])
    expect(answers[3]).toMatchObject({ body: { code: 'WalletExists' } })
    expect((await listGigs()).length).toBe(before + 3)
    chain.fail(() => 'pass')
  },
  TIMEOUT,
)

test(
  'error: the chain hangs or is gone',
  async () => {
    // A question that is asked again and again hangs for longer than this test lasts.
    await node.stop()
    node = await start({ timeoutMs: TIMEOUT / 6 })
    const before = (await listGigs()).length
    const reads = [
      '/api/communities/1',
      '/api/communities/1/gigs',
      `/api/wallets/by-owner/${anna.address}`,
      '/api/config',
    ]
    const refused = { status: 503, body: { code: 'NOT_READY' } }
    const signed = await sign(node, bruno, gigCreation(node, 'while nobody answers'))
    const more = await sign(node, carla, gigCreation(node, 'after that'))
    for (const fault of ['hang', 'drop'] as const) {
      chain.fail(() => fault)
      const writes = Promise.all([
        post(node, '/api/relay', signed),
        post(node, '/api/relay', signed),
        get(node, `/api/nonces/${bruno.address}`),
      ])
      const rpc = post(node, '/rpc', { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] })
      for (const path of reads) expect(await get(node, path)).toMatchObject({ status: 200 })
      expect(await get(node, '/api/health')).toMatchObject({ status: 200, body: { status: 'behind' } })
      expect(await writes).toMatchObject([refused, refused, refused])
      expect(await rpc).toMatchObject({ body: { error: { data: { code: 'NOT_READY' } } } })
    }
    chain.fail(() => 'pass')
    await waitFor(async () => ((await get(node, '/api/health')).body as { status: string }).status === 'ok')
    // What was refused was not done, also not some blocks later, and can be.
    const recovered = await chain.client.getBlockNumber({ cacheTime: 0 })
    await waitFor(async () => (await chain.client.getBlockNumber({ cacheTime: 0 })) > recovered + 4n)
    expect((await listGigs()).length).toBe(before)
    for (const request of [signed, more]) expect(await post(node, '/api/relay', request)).toMatchObject({ status: 200 })
    expect((await listGigs()).length).toBe(before + 2)
  },
  TIMEOUT,
)

test(
  'error: the chain hangs after it got what somebody asked for',
  async () => {
    const before = (await listGigs()).length
    await chain.setMining(false)
    const signed = await sign(node, bruno, gigCreation(node, 'and then nothing'))
    const answer = post(node, '/api/relay', signed)
    await nextSent([])
    chain.fail(() => 'hang')
    expect(await answer).toMatchObject({ status: 503, body: { code: 'NOT_READY' } })
    chain.fail(() => 'pass')
    await chain.setMining(true)
    expect(await post(node, '/api/relay', signed)).toMatchObject({ status: 200 })
    expect((await listGigs()).length).toBe(before + 1)
  },
  TIMEOUT,
)

test(
  'error: no ether left',
  async () => {
    await chain.client.setBalance({ address: relayer, value: 1_000n })
    expect(await relay(node, anna, gigCreation(node, 'unpaid'))).toMatchObject({
      status: 503,
      body: { code: 'RELAYER_NOT_FUNDED', details: { account: relayer } },
    })
    await waitFor(async () => {
      const { body } = await get(node, '/api/health')
      return !(body as { relayer: { funded: boolean } }).relayer.funded
    })
    await chain.client.setBalance({ address: relayer, value: parseEther('10') })
    await done(anna, gigCreation(node, 'paid again'))
  },
  TIMEOUT,
)
