import type { NodeConfig } from '@distributed-town/protocol'
import type { Outbox } from './outbox.ts'
import { getConfig } from './queries/get-config.ts'

/** A node of the town as the functions of this package reach it; their first argument. */
export type Town = {
  /** Where the node is served, without a slash at the end. */
  readonly url: string
  readonly fetch: typeof fetch
  /** Opens a connection to the relay. */
  readonly webSocket: (url: string) => WebSocket
  /** Milliseconds since 1970, as the device believes. */
  readonly clock: () => number
  /** Unpredictable bytes. */
  readonly random: (bytes: number) => Uint8Array
  /** Chain and contracts of the node, asked for once. */
  readonly config: () => Promise<NodeConfig>
  /** Seconds since 1970 on the chain, which deadlines are compared with; the device's clock may be wrong. */
  readonly chainTime: () => Promise<number>
  /** Without one, an act fails when the node does not answer. */
  readonly outbox: Outbox | undefined
}

/**
 * The town behind a node.
 *
 * @param options.url Where the node is served, such as `https://town.example`.
 * @param options.fetch, webSocket, clock, random Of the platform, unless given.
 * @param options.outbox Where signed requests wait for a node that is away.
 * @example const town = createTown({ url: 'http://127.0.0.1:4680' })
 */
export const createTown = ({
  url,
  fetch = (...request) => globalThis.fetch(...request),
  webSocket = (address) => new WebSocket(address),
  clock = Date.now,
  random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  outbox,
}: {
  readonly url: string
  readonly fetch?: Town['fetch']
  readonly webSocket?: Town['webSocket']
  readonly clock?: Town['clock']
  readonly random?: Town['random']
  readonly outbox?: Outbox | undefined
}): Town => {
  let asked: Promise<{ config: NodeConfig; aheadSeconds: number }> | undefined
  const ask = () => {
    asked ??= getConfig(town).then(
      (config) => ({ config, aheadSeconds: config.blockTime - Math.floor(clock() / 1000) }),
      (error: unknown) => {
        // The next call asks again.
        asked = undefined
        throw error
      },
    )
    return asked
  }
  const town: Town = {
    url: url.replace(/\/+$/, ''),
    fetch,
    webSocket,
    clock,
    random,
    outbox,
    config: async () => (await ask()).config,
    chainTime: async () => Math.floor(clock() / 1000) + (await ask()).aheadSeconds,
  }
  return town
}
