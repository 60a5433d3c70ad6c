import { randomInt } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createTestClient, type HttpTransport, http, type PublicActions, publicActions, type TestClient } from 'viem'
import { type Child, ChildError, startChild } from '../child.ts'
import { findFreePort } from '../port.ts'

/**
 * The chain as a child process; only `submit` adds blocks. It asks nobody who they are, and takes requests and WebSockets of any `Host` and
 * `Origin`. Hence it listens on a random one of the 16 million loopback addresses: a page in a browser of this machine would have to guess
 * that and the port. Users and programs of this machine can find it out and are trusted.
 */
export type Anvil = { readonly rpc: AnvilClient; readonly url: string; readonly child: Child }

export type AnvilClient = TestClient<'anvil', HttpTransport> & PublicActions

/** Identifies the chain in signatures. Deployments differ by their random addresses, so no two towns accept the same signature. */
export const CHAIN_ID = 31_337

/** Gas of one block: what `submit` puts into one. */
export const BLOCK_GAS = 100_000_000n

/** Wei a gas, far above any fee of a chain where nobody competes for space. */
export const MAX_FEE = 1_000_000_000_000n

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
  const deadline = Date.now() + START_TIMEOUT
  for (;;) {
    const host = randomLoopback()
    const port = await findFreePort()
    const child = await startChild({
      name: 'anvil',
      program: findProgram(),
      options: [
        `--host=${host}`,
        `--port=${port}`,
        // Pages of other origins can't read answers. It doesn't keep them from sending: what does is the address.
        '--no-cors',
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
        '--no-request-size-limit',
        '--quiet',
        // With a state: its blocks keep their times, and the next one may have any that is later than theirs.
        ...(state === undefined ? [`--timestamp=${genesisTime}`] : [`--load-state=${state}`, '--timestamp=1']),
      ],
      cwd: folder,
      // It writes nothing by itself, so there is nothing to finish.
      orphanSignal: 'KILL',
      log,
    })
    const url = `http://${host}:${port}`
    const rpc = createRpc(url)
    const waiting = new AbortController()
    const failure = await Promise.race([child.ended, waitUntilReady({ rpc, deadline, signal: waiting.signal })])
    waiting.abort()
    if (failure === undefined) return { rpc, url, child }
    await child.stop('SIGKILL')
    // Somebody was faster with the port.
    if (Date.now() > deadline || !failure.includes('in use')) throw new ChildError(failure)
  }
}

/** All of 127.0.0.0/8 is the loopback interface on Linux. */
const randomLoopback = (): string => `127.${randomInt(1, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`

const createRpc = (url: string): AnvilClient =>
  createTestClient({
    mode: 'anvil',
    cacheTime: 0,
    pollingInterval: 50,
    // Calls of one turn of the event loop go out together; a dump may take long.
    transport: http(url, { retryCount: 0, timeout: 60_000 }),
  }).extend(publicActions)

const waitUntilReady = async ({
  rpc,
  deadline,
  signal,
}: {
  rpc: AnvilClient
  deadline: number
  signal: AbortSignal
}): Promise<string | undefined> => {
  for (;;) {
    try {
      await rpc.getChainId()
      return undefined
    } catch (error) {
      if (signal.aborted || Date.now() > deadline)
        return `anvil does not answer: ${error instanceof Error ? error.message : error}`
      await sleep(RETRY_AFTER)
    }
  }
}

/** The native program: the launcher from npm leaves orphans. */
const findProgram = (): string => {
  const require = createRequire(import.meta.url)
  const program = join(dirname(require.resolve('@foundry-rs/anvil-linux-amd64/package.json')), 'bin/anvil')
  if (!existsSync(program)) throw new ChildError(`${program} is missing: run npm ci`)
  return program
}
