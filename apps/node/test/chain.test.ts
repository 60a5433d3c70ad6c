import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { pino } from 'pino'
import { type Hex, numberToHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { BLOCKS_IN_MEMORY } from '../src/chain/anvil.ts'
import { type DumpLimits, type RunningChain, startChain } from '../src/chain/client.ts'
import type { RpcCall } from '../src/chain/ipc.ts'
import { createJournal } from '../src/chain/journal.ts'
import { MAX_TRANSACTION_GAS, SubmitError } from '../src/chain/submit.ts'
import { migrate } from '../src/db/migrate.ts'
import { createPool } from '../src/db/pool.ts'
import { type DatabaseServer, startDatabaseServer } from '../src/db/server.ts'
import { openHome } from '../src/home.ts'
import { createSender } from '../src/relayer/sender.ts'
import { isRunning } from './process.ts'

const TIMEOUT = 60_000

const log = pino({ level: 'silent' })
const account = privateKeyToAccount(generatePrivateKey())
let databaseHome: string
let server: DatabaseServer
let pool: pg.Pool
let home: string
let running: RunningChain
let now: number

const start = async (limits: Partial<DumpLimits> = {}) => {
  running = await startChain({ home, pool, funded: [account.address], clock: () => now, log, limits })
}

beforeAll(async () => {
  databaseHome = mkdtempSync(join(tmpdir(), 'town-'))
  openHome(databaseHome)
  server = await startDatabaseServer({ home: databaseHome, log })
  pool = createPool({ url: server.url, log })
  await migrate({ pool })
}, TIMEOUT)

afterAll(async () => {
  await pool.end()
  await server.child.stop('SIGINT')
  rmSync(databaseHome, { recursive: true })
}, TIMEOUT)

beforeEach(async () => {
  await pool.query('truncate journal.block, journal.transaction')
  home = mkdtempSync(join(tmpdir(), 'chain-'))
  now = 1_900_000_000_500
  await start()
}, TIMEOUT)

afterEach(async () => {
  await running.stop()
  rmSync(home, { recursive: true })
}, TIMEOUT)

const sign = (
  nonce: number,
  { gas = 50_000n, fee = 10n ** 12n, value = 0n, from = account, to = account.address } = {},
): Promise<Hex> =>
  from.signTransaction({
    type: 'eip1559',
    chainId: 31_337,
    nonce,
    to,
    gas,
    value,
    maxFeePerGas: fee,
    maxPriorityFeePerGas: 0n,
  })

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'MINED',
    (error: unknown) => (error instanceof SubmitError ? error.code : String(error)),
  )

test(
  'default: what waits goes into one block, in order',
  async () => {
    const { chain } = running
    const raw = await Promise.all([0, 1, 2].map((nonce) => sign(nonce)))
    const mined = await Promise.all(raw.map(chain.submit))
    expect(new Set(mined.map(({ blockNumber }) => blockNumber)).size).toBe(1)
    expect(mined.map(({ receipt }) => [receipt.status, receipt.transactionIndex])).toEqual([
      ['success', 0],
      ['success', 1],
      ['success', 2],
    ])
    expect(mined.every(({ indexed }) => indexed)).toBe(true)
    expect(await chain.height()).toBe(mined[0]?.blockNumber)
  },
  TIMEOUT,
)

test(
  'behavior: blocks have the time of the clock, and never an earlier one',
  async () => {
    const { chain } = running
    const timeOf = async (nonce: number) => {
      const { blockNumber } = await chain.submit(await sign(nonce))
      return Number((await chain.client.getBlock({ blockNumber })).timestamp) - 1_900_000_000
    }
    expect(await timeOf(0)).toBe(0)
    now += 100_000
    expect(await timeOf(1)).toBe(100)
    expect(await timeOf(2)).toBe(100)
    now -= 50_000
    expect(chain.time()).toBe(1_900_000_100)
    expect(await timeOf(3)).toBe(100)
  },
  TIMEOUT,
)

test(
  'behavior: more gas than a block has goes into several',
  async () => {
    const raw = await Promise.all([0, 1, 2, 3, 4].map((nonce) => sign(nonce, { gas: MAX_TRANSACTION_GAS })))
    const mined = await Promise.all(raw.map(running.chain.submit))
    const first = mined[0]?.blockNumber ?? 0n
    expect(mined.map(({ blockNumber }) => blockNumber - first)).toEqual([0n, 0n, 0n, 0n, 1n])
  },
  TIMEOUT,
)

test(
  'behavior: listeners see each block before its submissions resolve; one that fails does not hide it',
  async () => {
    const { chain } = running
    const seen: bigint[] = []
    const stop = chain.onBlock(async (blockNumber) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      seen.push(blockNumber)
    })
    const first = await chain.submit(await sign(0))
    expect(seen).toEqual([first.blockNumber])
    const stopFailing = chain.onBlock(() => Promise.reject(new Error('broken')))
    expect((await chain.submit(await sign(1))).indexed).toBe(false)
    stopFailing()
    stop()
    expect((await chain.submit(await sign(2))).indexed).toBe(true)
    expect(seen).toHaveLength(2)
  },
  TIMEOUT,
)

test(
  'behavior: a dump and the journal give the same blocks again',
  async () => {
    const { chain } = running
    await chain.submit(await sign(0))
    await running.stop()
    await start()
    now += 60_000
    await Promise.all([running.chain.submit(await sign(1)), running.chain.submit(await sign(2))])
    // One that does not run, and one too many.
    await Promise.all([codeOf(running.chain.submit(await sign(9))), running.chain.submit(await sign(3))])
    const before = await running.chain.client.getBlock()
    await crash()
    await start()
    expect(await running.chain.client.getBlock()).toEqual(before)
    expect(await codeOf(running.chain.submit(await sign(4)))).toBe('MINED')
  },
  TIMEOUT,
)

/** As a crash does. */
const crash = async () => {
  process.kill(running.child.pid, 'SIGKILL')
  await running.child.ended
  await running.stop()
}

/** A signed transaction that makes a contract of this initialisation code. */
const making = ({
  code,
  nonce,
  gas,
}: {
  readonly code: Hex
  readonly nonce: number
  readonly gas: bigint
}): Promise<Hex> =>
  account.signTransaction({
    type: 'eip1559',
    chainId: 31_337,
    nonce,
    data: code,
    gas,
    maxFeePerGas: 10n ** 12n,
    maxPriorityFeePerGas: 0n,
  })

/** A contract whose making writes a log with two topics. */
const logging = (nonce: number, topic: number): Promise<Hex> =>
  making({ code: `0x6009${`60${topic.toString(16).padStart(2, '0')}`}5f5fa200`, nonce, gas: 100_000n })

test(
  'behavior: what anvil has forgotten is answered as before',
  async () => {
    const { chain } = running
    const first = [await logging(0, 7), await sign(1), await logging(2, 8)]
    const [mined] = await Promise.all(first.map(chain.submit))
    const { blockNumber = 0n, hash = '0x' } = mined ?? {}
    const number = numberToHex(blockNumber)
    const { hash: blockHash } = await chain.client.getBlock({ blockNumber })
    const topic = numberToHex(7, { size: 32 })
    const questions: readonly RpcCall[] = [
      ...[number, blockHash].flatMap((block) => [
        { method: isHash(block) ? 'eth_getBlockByHash' : 'eth_getBlockByNumber', params: [block, false] },
        { method: isHash(block) ? 'eth_getBlockByHash' : 'eth_getBlockByNumber', params: [block, true] },
        { method: `eth_getBlockTransactionCountBy${isHash(block) ? 'Hash' : 'Number'}`, params: [block] },
        { method: 'eth_getBlockReceipts', params: [block] },
      ]),
      { method: 'eth_getTransactionByHash', params: [hash] },
      { method: 'eth_getTransactionReceipt', params: [hash] },
      ...[
        {},
        { topics: [topic] },
        { topics: [null, numberToHex(9, { size: 32 })] },
        { topics: [[topic, numberToHex(8, { size: 32 })]] },
        { topics: [null, topic] },
        { topics: [topic, null, null] },
        { address: account.address },
        { address: [mined?.receipt.contractAddress, account.address] },
      ].map((filter) => ({ method: 'eth_getLogs', params: [{ fromBlock: '0x0', toBlock: number, ...filter }] })),
      { method: 'eth_getLogs', params: [{ blockHash }] },
    ]
    const ask = () => Promise.all(questions.map(chain.request))
    const before = await ask()
    expect(before.every((answer) => 'result' in answer && answer.result !== null)).toBe(true)
    for (let nonce = 3; nonce < BLOCKS_IN_MEMORY + 8; nonce += 1) await chain.submit(await sign(nonce))
    expect(await ask()).toEqual(before)
    // Logs of blocks that it has forgotten and of some that it has.
    await chain.submit(await logging(BLOCKS_IN_MEMORY + 8, 7))
    const all = await chain.client.getLogs({ fromBlock: 0n })
    expect(all.map(({ topics }) => Number(topics[0]))).toEqual([7, 8, 7])
    expect(await chain.request({ method: 'eth_getTransactionByHash', params: [topic] })).toEqual({ result: null })
    const range = { fromBlock: '0x0', toBlock: numberToHex(20_000) }
    expect(await chain.request({ method: 'eth_getLogs', params: [range] })).toHaveProperty('result')
    // Nor are they lost when all blocks are mined again after a crash.
    await crash()
    await start()
    expect(await running.chain.client.getLogs({ fromBlock: 0n })).toEqual(all)
  },
  TIMEOUT,
)

/** A contract whose making writes 10,500 logs: counts down to zero in a loop. */
const loggingMuch = (nonce: number): Promise<Hex> =>
  making({ code: '0x6129045b5f5fa0600190038060035700', nonce, gas: 10_000_000n })

test(
  'error: more logs of forgotten blocks than fit into memory; a filter with thousands of topics is no more work than another',
  async () => {
    const { chain } = running
    const [first, second] = [await chain.submit(await loggingMuch(0)), await chain.submit(await loggingMuch(1))]
    for (let nonce = 2; nonce < BLOCKS_IN_MEMORY + 8; nonce += 1) await chain.submit(await sign(nonce))
    const ask = async (from: bigint, to: bigint, filter: object = {}) =>
      await chain.request({
        method: 'eth_getLogs',
        params: [{ fromBlock: numberToHex(from), toBlock: numberToHex(to), ...filter }],
      })
    expect(await ask(first.blockNumber, second.blockNumber)).toMatchObject({ error: { code: -32005 } })
    for (const { blockNumber } of [first, second])
      expect(await ask(blockNumber, blockNumber)).toMatchObject({ result: { length: 10_500 } })
    // Compared one by one that would take minutes.
    const topics = [Array.from({ length: 20_000 }, (_, index) => String(index))]
    expect(await ask(first.blockNumber, second.blockNumber, { topics })).toEqual({ result: [] })
    expect(await ask(first.blockNumber, second.blockNumber, { address: topics[0] })).toEqual({ result: [] })
  },
  TIMEOUT,
)

const isHash = (block: Hex): boolean => block.length === 66

test(
  'behavior: the child is replaced after many transactions; nobody notices',
  async () => {
    await running.stop()
    await start({ transactionsPerDump: 5, restOfDumps: 0, transactionsPerChild: 10 })
    const { chain, child } = running
    const { pid } = child
    const seen: Hex[] = []
    chain.onBlock(async (blockNumber) => {
      seen.push((await chain.client.getBlock({ blockNumber })).hash)
    })
    for (let nonce = 0; nonce < 25; nonce += 1) {
      const [{ receipt }, balance] = await Promise.all([
        chain.submit(await sign(nonce)),
        chain.client.getBalance({ address: account.address }),
      ])
      expect(receipt.status).toBe('success')
      expect(balance).toBeGreaterThan(0n)
    }
    expect(child.pid).not.toBe(pid)
    await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false)
    const last = await chain.height()
    const hashes = await Promise.all(
      seen.map(async (_, index) => (await chain.client.getBlock({ blockNumber: last - 24n + BigInt(index) })).hash),
    )
    expect(hashes).toEqual(seen)
    // The new one is the one whose end counts.
    process.kill(child.pid, 'SIGKILL')
    expect(await child.ended).toContain('SIGKILL')
  },
  TIMEOUT,
)

test(
  'behavior: blocks of an earlier version are taken into the journal',
  async () => {
    const { chain } = running
    await Promise.all([chain.submit(await sign(0)), chain.submit(await sign(1))])
    const { blockNumber } = await chain.submit(await sign(2))
    const blocks = async () =>
      await Promise.all(
        [1n, blockNumber - 1n, blockNumber].map((at) => running.chain.client.getBlock({ blockNumber: at })),
      )
    const before = await blocks()
    await running.stop()
    // It had no journal in the database but a file of the blocks since the last dump, the last one of which was cut off.
    await pool.query('truncate journal.block, journal.transaction')
    const entry = { number: Number(blockNumber) + 1, timestamp: 1_900_000_050, transactions: [await sign(3)] }
    const file = join(home, 'chain/journal')
    writeFileSync(file, `${JSON.stringify({ ...entry, number: 1 })}\n${JSON.stringify(entry)}\n{"number":`)
    await start()
    expect(await blocks()).toEqual(before)
    expect(await running.chain.height()).toBe(blockNumber + 1n)
    expect(await running.chain.client.getTransactionCount({ address: account.address })).toBe(4)
    expect(existsSync(file)).toBe(false)
    const newest = await running.chain.client.getBlock()
    // All of it can be made again.
    await running.stop()
    rmSync(join(home, 'chain'), { recursive: true })
    await start()
    expect(await running.chain.client.getBlock()).toEqual(newest)
  },
  TIMEOUT,
)

test(
  'behavior: a first start that was cut off between the first two blocks is gone on with',
  async () => {
    const before = await running.chain.client.getBlock({ blockNumber: 0n })
    await running.stop()
    await pool.query('delete from journal.transaction')
    await pool.query('delete from journal.block where number > 0')
    rmSync(join(home, 'chain'), { recursive: true })
    now += 60_000
    await start()
    expect(await running.chain.client.getBlock({ blockNumber: 0n })).toEqual(before)
    expect(await codeOf(running.chain.submit(await sign(0)))).toBe('MINED')
  },
  TIMEOUT,
)

test(
  'error: a block that another node has mined ends this one; the journal keeps the other',
  async () => {
    const { chain, failed } = running
    const journal = createJournal({ pool })
    const number = (await chain.height()) + 1n
    const other = { number, timestamp: 1_900_000_007, transactions: [await sign(0, { value: 7n })] }
    await journal.append(other)
    // The same again is what an answer that got lost leads to.
    await journal.append(other)
    expect(await codeOf(chain.submit(await sign(0)))).toBe('FAILED')
    expect(await failed).toContain(`it has another block ${number}`)
    await running.stop()
    await start()
    expect(await running.chain.client.getBlock({ blockNumber: number })).toMatchObject({ timestamp: 1_900_000_007n })
  },
  TIMEOUT,
)

test(
  'error: a nonce that is used',
  async () => {
    await running.chain.submit(await sign(0))
    expect(await codeOf(running.chain.submit(await sign(0, { value: 1n })))).toBe('REJECTED')
  },
  TIMEOUT,
)

test(
  'error: a nonce that is too high does not run later either',
  async () => {
    const { chain } = running
    expect(await codeOf(chain.submit(await sign(1)))).toBe('NOT_EXECUTABLE')
    expect(await codeOf(chain.submit(await sign(0)))).toBe('MINED')
    expect(await chain.client.getTransactionCount({ address: account.address })).toBe(1)
  },
  TIMEOUT,
)

test(
  'error: two with the same nonce: one of them runs',
  async () => {
    const { chain } = running
    const raw = [await sign(0), await sign(0, { fee: 2n * 10n ** 12n })]
    const codes = await Promise.all(raw.map((each) => codeOf(chain.submit(each))))
    expect(codes.filter((code) => code === 'MINED')).toHaveLength(1)
    expect(await chain.client.getTransactionCount({ address: account.address })).toBe(1)
  },
  TIMEOUT,
)

test(
  'error: no ether, no transaction, too much gas; the others of the block run',
  async () => {
    const { chain } = running
    const poor = privateKeyToAccount(generatePrivateKey())
    const submissions = [
      chain.submit(await sign(0, { from: poor })),
      chain.submit('0x1234'),
      chain.submit(await sign(1, { gas: MAX_TRANSACTION_GAS + 1n })),
      chain.submit(await sign(0, { fee: 1n })),
      chain.submit(await sign(0)),
    ]
    const codes = await Promise.all(submissions.map(codeOf))
    expect(codes.slice(0, 3)).toEqual(['REJECTED', 'MALFORMED', 'REJECTED'])
    expect(['REJECTED', 'NOT_EXECUTABLE']).toContain(codes[3])
    expect(codes[4]).toBe('MINED')
  },
  TIMEOUT,
)

test(
  'error: nothing is taken while it stops, and what was taken is mined',
  async () => {
    const { chain } = running
    const accepted = chain.submit(await sign(0))
    const stopped = running.stop()
    expect(await codeOf(chain.submit(await sign(1)))).toBe('CLOSED')
    expect((await accepted).receipt.status).toBe('success')
    await stopped
    await start()
    expect(await running.chain.client.getTransactionCount({ address: account.address })).toBe(1)
  },
  TIMEOUT,
)

test(
  'behavior: transactions of others come after those of the node, and few of them wait',
  async () => {
    const { chain } = running
    const other = privateKeyToAccount(generatePrivateKey())
    await chain.submit(await sign(0, { value: 10n ** 18n, to: other.address }))
    const foreign = await Promise.all(Array.from({ length: 150 }, (_, nonce) => sign(nonce, { from: other })))
    const own = await Promise.all([1, 2].map((nonce) => sign(nonce)))
    const codes = foreign.map((raw) => codeOf(chain.submitForeign(raw)))
    expect(await Promise.all(own.map((raw) => codeOf(chain.submit(raw))))).toEqual(['MINED', 'MINED'])
    const answers = await Promise.all(codes)
    expect(answers.filter((code) => code === 'BUSY')).toHaveLength(50)
    expect(answers).toContain('MINED')
    const poor = privateKeyToAccount(generatePrivateKey())
    expect(await codeOf(chain.submitForeign(await sign(0, { from: poor })))).toBe('REJECTED')
  },
  TIMEOUT,
)

test(
  'behavior: at the end those of others that were not sent are refused, those of the node are mined',
  async () => {
    const { chain } = running
    const stopListening = chain.onBlock(() => new Promise((resolve) => setTimeout(resolve, 300)))
    const first = chain.submit(await sign(0))
    await new Promise((resolve) => setTimeout(resolve, 100))
    const foreign = [1, 2, 3].map(async (nonce) => codeOf(chain.submitForeign(await sign(nonce + 10))))
    const own = codeOf(chain.submit(await sign(1)))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const stopped = running.stop()
    expect(await Promise.all(foreign)).toEqual(['CLOSED', 'CLOSED', 'CLOSED'])
    expect(await own).toBe('MINED')
    await first
    await stopped
    stopListening()
    await start()
  },
  TIMEOUT,
)

test(
  'error: a chain that is lost while it mines ends it; the next start mines what the journal has',
  async () => {
    const { chain, child, failed } = running
    await chain.submit(await sign(0))
    // It stands still, so that it is lost in the middle of a block.
    process.kill(child.pid, 'SIGSTOP')
    const lost = codeOf(chain.submit(await sign(1)))
    process.kill(child.pid, 'SIGKILL')
    expect(await lost).toBe('FAILED')
    expect(await failed).toContain('the chain failed')
    expect(await codeOf(chain.submit(await sign(2)))).toBe('CLOSED')
    await running.stop()
    await start()
    expect(await running.chain.client.getTransactionCount({ address: account.address })).toBe(1)
  },
  TIMEOUT,
)

test(
  'behavior: a replay passes over what the chain refuses, and mines what was written but not mined',
  async () => {
    const { chain } = running
    const raw = await sign(0)
    const { blockNumber } = await chain.submit(raw)
    await crash()
    await createJournal({ pool }).append({
      number: blockNumber + 1n,
      timestamp: 1_900_000_001,
      transactions: [raw, await sign(1)],
    })
    await start()
    expect(await running.chain.height()).toBe(blockNumber + 1n)
    expect(await running.chain.client.getTransactionCount({ address: account.address })).toBe(2)
    // What became of it was kept as well.
    expect((await createJournal({ pool }).find(blockNumber + 1n))?.hash).toBe(
      (await running.chain.client.getBlock()).hash,
    )
  },
  TIMEOUT,
)

test(
  'behavior: what the relayer sends is mined, though the chain refused one before',
  async () => {
    const { chain } = running
    let refused = 0
    const sender = createSender({
      account,
      chain: {
        client: chain.client,
        submit: (raw) => {
          refused += 1
          return refused === 2 ? Promise.reject(new SubmitError('BUSY', 'busy')) : chain.submit(raw)
        },
      },
    })
    const batch = { jobs: [], call: { to: account.address, data: '0x', gas: 50_000n } } as const
    const send = async (count: number) => {
      const results = await sender.send(Array<typeof batch>(count).fill(batch), async () => undefined)
      return Promise.all(results.map((result) => codeOf(result.done)))
    }
    expect(await send(8)).toEqual(['MINED', 'BUSY', 'MINED', 'MINED', 'MINED', 'MINED', 'MINED', 'MINED'])
    expect(await send(1)).toEqual(['MINED'])
    expect(await chain.client.getTransactionCount({ address: account.address })).toBe(8)
  },
  TIMEOUT,
)
