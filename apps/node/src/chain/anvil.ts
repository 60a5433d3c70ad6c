import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import {
  type CustomTransport,
  createTestClient,
  custom,
  type PublicActions,
  publicActions,
  RpcRequestError,
  type TestClient,
  type Transport,
} from 'viem'
import { type Child, ChildError, startChild } from '../child.ts'
import { connectIpc, type Ipc, type RpcAnswer, type RpcCall } from './ipc.ts'

/**
 * The chain as a child process; only `submit` adds blocks. It asks nobody who they are, so it is reached by a socket in a folder that only
 * this user may enter.
 */
export type Anvil = {
  readonly request: (call: RpcCall) => Promise<RpcAnswer>
  readonly child: Child
  readonly stop: () => Promise<void>
}

export type AnvilClient = TestClient<'anvil', Transport> & PublicActions

/** Identifies the chain in signatures. Deployments differ by their random addresses, so no two towns accept the same signature. */
export const CHAIN_ID = 31_337

/** Gas of one block: what `submit` puts into one. */
export const BLOCK_GAS = 100_000_000n

/** Wei a gas, far above any fee of a chain where nobody competes for space. */
export const MAX_FEE = 1_000_000_000_000n

/** Blocks whose transactions and receipts it keeps in memory; the journal has those of all. */
export const BLOCKS_IN_MEMORY = 64

/**
 * anvil can't be kept from listening on TCP. A socket that is bound to a multicast address never gets a connection: TCP has none to such
 * an address (RFC 9293 §3.9.2.3).
 */
const UNREACHABLE = '224.0.0.1'

const SOCKET = 'rpc.sock'
const START_TIMEOUT = 30_000
const RETRY_AFTER = 25

export const startAnvil = async ({
  folder,
  genesisTime,
  state,
  log,
}: {
  readonly folder: string
  /** Seconds; for a new chain only. */
  readonly genesisTime: number
  /** File of the last dump, if there is one. */
  readonly state: string | undefined
  readonly log: Logger
}): Promise<Anvil> => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const socket = join(folder, SOCKET)
  // Of a process that was killed, or of the one that this one takes over from.
  rmSync(socket, { force: true })
  const child = await startChild({
    name: 'anvil',
    program: findAnvil(),
    options: [
      `--ipc=${SOCKET}`,
      `--host=${UNREACHABLE}`,
      '--port=0',
      `--chain-id=${CHAIN_ID}`,
      '--hardfork=prague',
      '--no-mining',
      // As sent: `submit` sends the transactions of an account by nonce.
      '--order=fifo',
      `--gas-limit=${BLOCK_GAS}`,
      // No account with a key that others know.
      '--accounts=0',
      '--mnemonic-random',
      '--disable-default-create2-deployer',
      '--prune-history',
      `--transaction-block-keeper=${BLOCKS_IN_MEMORY}`,
      '--quiet',
      // With a state: its blocks keep their times, and the next one may have any that is later than theirs.
      ...(state === undefined ? [`--timestamp=${genesisTime}`] : [`--load-state=${state}`, '--timestamp=1']),
    ],
    cwd: folder,
    // It writes nothing by itself, so there is nothing to finish.
    orphanSignal: 'KILL',
    log,
  })
  const over = new AbortController()
  try {
    const ipc = await Promise.race([
      child.ended.then((reason) => Promise.reject(new ChildError(reason))),
      connect(socket, { deadline: performance.now() + START_TIMEOUT, signal: over.signal }),
    ])
    return {
      request: ipc.request,
      child,
      stop: async () => {
        ipc.close()
        await child.stop('SIGKILL')
      },
    }
  } catch (error) {
    over.abort()
    await child.stop('SIGKILL')
    throw error
  }
}

/** Waits until it listens and answers. */
const connect = async (
  socket: string,
  { deadline, signal }: { deadline: number; signal: AbortSignal },
): Promise<Ipc> => {
  for (;;) {
    try {
      const ipc = await connectIpc(socket)
      await ipc.request({ method: 'eth_chainId' })
      return ipc
    } catch (error) {
      if (signal.aborted || performance.now() > deadline)
        throw new ChildError(`anvil does not answer: ${error instanceof Error ? error.message : error}`)
      await sleep(RETRY_AFTER)
    }
  }
}

export const createAnvilClient = (transport: Transport): AnvilClient =>
  createTestClient({ mode: 'anvil', cacheTime: 0, pollingInterval: 50, transport }).extend(publicActions)

/** For clients of viem. */
export const createTransport = (request: (call: RpcCall) => Promise<RpcAnswer>): CustomTransport =>
  custom(
    {
      request: async (call: RpcCall) => {
        const answer = await request(call)
        if ('result' in answer) return answer.result
        throw new RpcRequestError({ body: { ...call }, error: answer.error, url: SOCKET })
      },
    },
    { retryCount: 0 },
  )

/** The native program: the launcher from npm leaves orphans. */
export const findAnvil = (): string => {
  const require = createRequire(import.meta.url)
  const program = join(dirname(require.resolve('@foundry-rs/anvil-linux-amd64/package.json')), 'bin/anvil')
  if (!existsSync(program)) throw new ChildError(`${program} is missing: run npm ci`)
  return program
}
