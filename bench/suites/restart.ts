import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  erc2771ForwarderAbi,
  type ForwardRequest,
  forwardRequestTypedData,
  skillWalletAbi,
} from '@distributed-town/protocol'
import { encodeFunctionData, type Hex, keccak256, toHex } from 'viem'
import { MAX_FEE } from '../../apps/node/src/chain/anvil.ts'
import { openAccounts } from '../../apps/node/src/relayer/accounts.ts'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import { startProcess } from '../../apps/node/test/process.ts'
import { founding, joining, newPerson, relay } from '../../apps/node/test/requests.ts'
import type { Bench } from '../bench.ts'

// How long a node takes to be there again when there is much behind it, and what its chain keeps.

// Not a multiple of what is dumped at once: after a kill there is something to mine again.
const TRANSACTIONS = Number(process.env.BENCH_TRANSACTIONS || 10_430)
const PER_BLOCK = 10
const MEMBERS = 24

export const bench: Bench = {
  name: 'restart',
  run: async ({ say }) => {
    const home = mkdtempSync(join(tmpdir(), 'town-'))
    try {
      const first = await startTestNode({ home })
      await first.stop({ keepHome: true })
      const empty = await measureStart(home)
      const dumpOfEmpty = statSync(join(home, 'chain/state.json')).size
      const node = await startTestNode({ home })
      // It is replaced now and then.
      const { anvil } = node.children
      const memory = memoryOf(anvil.pid)
      const disk = await measureDisk(node)
      const mining = await fill(node, (done) =>
        say(`${done} transactions, anvil has ${megabytes(memoryOf(anvil.pid))}`),
      )
      const diskAfter = await measureDisk(node)
      const memoryAfter = memoryOf(anvil.pid)
      process.kill(anvil.pid, 'SIGKILL')
      await node.failed
      await node.stop({ keepHome: true })
      const killed = await measureStart(home)
      const stopped = await measureStart(home)
      const dump = statSync(join(home, 'chain/state.json')).size
      rmSync(join(home, 'chain'), { recursive: true })
      const rebuilt = await measureStart(home)
      const perAct = (bytes: number) => `${Math.round(bytes / TRANSACTIONS)} bytes`
      const behind = `${TRANSACTIONS.toLocaleString('en')} transactions behind it`
      const baseline = seconds(empty.start)
      return [
        { what: `second start to usable, ${behind}`, bar: '≤ 5 s', value: seconds(stopped.start), baseline },
        { what: 'the same after kill -9', bar: '≤ 5 s', value: seconds(killed.start), baseline },
        {
          what: 'the same without a dump, all blocks mined again',
          value: seconds(rebuilt.start),
          baseline: seconds(mining),
        },
        { what: `stop, ${behind}`, value: seconds(stopped.stop), baseline: seconds(empty.stop) },
        { what: `dump of the chain, ${behind}`, value: `${(dump / 1e6).toFixed(1)} MB` },
        {
          what: 'disk that an act of one transaction keeps: journal, index, dump of the chain',
          value: [diskAfter.journal - disk.journal, diskAfter.chain - disk.chain, dump - dumpOfEmpty]
            .map(perAct)
            .join(', '),
        },
        { what: `memory of anvil, ${behind}`, value: megabytes(memoryAfter), baseline: megabytes(memory) },
      ]
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  },
}

const measure = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** Milliseconds until a process says where it is usable, and of its end. */
const measureStart = async (home: string): Promise<{ readonly start: number; readonly stop: number }> => {
  const node = startProcess({ TOWN_HOME: home })
  const start = await measure(() => node.url)
  const stop = await measure(() => {
    node.child.kill('SIGTERM')
    return node.ended
  })
  return { start, stop }
}

/** Acts of members, relayed as one transaction each. */
const fill = async (testNode: TestNode, say: (done: number) => void): Promise<number> => {
  const { node, home } = testNode
  const { chain, deployment } = node
  const { chainId, contracts } = deployment
  const { relayer } = openAccounts({ home })
  const people = Array.from({ length: MEMBERS }, newPerson)
  for (const [index, person] of people.entries()) {
    const call = index === 0 ? { ...founding(testNode), gas: 1_000_000n } : joining(testNode, 1)
    const { status, body } = await relay(testNode, person, call)
    if (status !== 200) throw new Error(JSON.stringify(body))
  }
  let nonce = await chain.client.getTransactionCount({ address: relayer.address })
  const sign = async (index: number): Promise<Hex> => {
    const person = people[index % MEMBERS] as (typeof people)[number]
    const profile = keccak256(toHex(index))
    const request: ForwardRequest = {
      from: person.address,
      to: contracts.skillWallet,
      value: 0n,
      gas: 100_000n,
      nonce: BigInt(Math.floor(index / MEMBERS) + 1),
      deadline: chain.time() + 3600,
      data: encodeFunctionData({ abi: skillWalletAbi, functionName: 'setProfile', args: [profile] }),
    }
    const typedData = forwardRequestTypedData({ chainId, forwarder: contracts.forwarder, request })
    const signature = await person.signTypedData(typedData)
    const { nonce: _, ...call } = request
    return relayer.signTransaction({
      type: 'eip1559',
      chainId,
      nonce: nonce++,
      to: contracts.forwarder,
      gas: 250_000n,
      maxFeePerGas: MAX_FEE,
      maxPriorityFeePerGas: 0n,
      data: encodeFunctionData({ abi: erc2771ForwarderAbi, functionName: 'execute', args: [{ ...call, signature }] }),
    })
  }
  let mining = 0
  for (let done = 0; done < TRANSACTIONS; done += PER_BLOCK) {
    const raw: Hex[] = []
    for (let index = done; index < done + PER_BLOCK; index += 1) raw.push(await sign(index))
    mining += await measure(async () => {
      const mined = await Promise.all(raw.map(chain.submit))
      if (mined.some(({ receipt }) => receipt.status !== 'success')) throw new Error('a transaction was reverted')
    })
    if ((done + PER_BLOCK) % 1000 === 0) say(done + PER_BLOCK)
  }
  return mining
}

/** Bytes of the tables with their indexes. What schema `town` has of an act is dropped a day after its deadline. */
const measureDisk = async ({ node: { pool } }: TestNode) => {
  const { rows } = await pool.query<{ journal: bigint; chain: bigint }>(
    `select
      coalesce(sum(pg_total_relation_size(relid)) filter (where schemaname = 'journal'), 0)::bigint as journal,
      coalesce(sum(pg_total_relation_size(relid)) filter (where schemaname = 'chain'), 0)::bigint as chain
    from pg_stat_user_tables`,
  )
  const [{ journal, chain } = { journal: 0n, chain: 0n }] = rows
  return { journal: Number(journal), chain: Number(chain) }
}

const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
