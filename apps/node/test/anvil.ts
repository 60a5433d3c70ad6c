import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { http } from 'viem'
import { type AnvilClient, BLOCK_GAS, CHAIN_ID, createAnvilClient, findAnvil } from '../src/chain/anvil.ts'
import { type Child, startChild } from '../src/child.ts'
import { findFreePort } from '../src/port.ts'

/** A chain of others: it is reached by HTTP, and it forgets nothing. */
export type OpenAnvil = {
  readonly rpc: AnvilClient
  readonly url: string
  readonly child: Child
}

export const startOpenAnvil = async ({
  folder,
  genesisTime,
  options = ['--no-mining'],
}: {
  readonly folder: string
  /** Seconds. */
  readonly genesisTime: number
  readonly options?: readonly string[]
}): Promise<OpenAnvil> => {
  const port = await findFreePort()
  const child = await startChild({
    name: 'anvil',
    program: findAnvil(),
    options: [
      `--port=${port}`,
      `--chain-id=${CHAIN_ID}`,
      '--hardfork=prague',
      '--order=fifo',
      `--gas-limit=${BLOCK_GAS}`,
      '--accounts=0',
      '--quiet',
      `--timestamp=${genesisTime}`,
      ...options,
    ],
    cwd: folder,
    orphanSignal: 'KILL',
    log: pino({ level: 'silent' }),
  })
  const url = `http://127.0.0.1:${port}`
  const rpc = createAnvilClient(http(url, { retryCount: 0, timeout: 60_000 }))
  let end: string | undefined
  void child.ended.then((reason) => {
    end = reason
  })
  for (;;) {
    try {
      await rpc.getChainId()
      return { rpc, url, child }
    } catch (error) {
      if (end !== undefined) throw new Error(end, { cause: error })
      await sleep(25)
    }
  }
}
