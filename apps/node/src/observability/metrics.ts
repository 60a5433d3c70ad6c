import { isTownError } from '@distributed-town/protocol'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Address } from 'viem'
import type { Indexer } from '../indexer/loop.ts'
import type { Node } from '../node.ts'
import type { Relay } from '../relay/server.ts'
import type { Relayer } from '../relayer/relay-request.ts'

/** Figures of a running node in the format of Prometheus. None of them is about a person: labels are routes, codes and states. */
export type Metrics = {
  readonly text: () => Promise<string>
  readonly contentType: string
  readonly countRequest: (request: { readonly method: string; readonly route: string; readonly status: number }) => void
  /** The relayer, with each act counted by what became of it. */
  readonly watchRelayer: (relayer: Relayer) => Relayer
}

const WEI = 1e18
/** Milliseconds for which a chain that says nothing is waited for. */
const SILENCE = 2_000

export const createMetrics = (
  { chain, bus, pool }: Pick<Node, 'chain' | 'bus' | 'pool'>,
  {
    indexer,
    relay,
    payer,
  }: {
    readonly indexer: Pick<Indexer, 'indexed'>
    /** Of a node that writes, like the next. */
    readonly relay?: Pick<Relay, 'connections'>
    /** Account that pays for gas. */
    readonly payer?: Address
  },
): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'town_http_requests_total',
    help: 'HTTP requests by route and status',
    labelNames: ['method', 'route', 'status'] as const,
    registers,
  })
  const acts = new Counter({
    name: 'town_acts_total',
    help: 'Acts that people asked the relayer for, by result: ok or the code of the error',
    labelNames: ['result'] as const,
    registers,
  })
  const waiting = new Gauge({ name: 'town_acts_waiting', help: 'Acts that are under way', registers })
  const records = new Counter({ name: 'town_records_total', help: 'Records that the relay stored', registers })
  bus.subscribe(({ type }) => {
    if (type === 'record') records.inc()
  })

  /** Read when somebody asks; what can't be read now is left out, not guessed. */
  const gauge = (name: string, help: string, read: () => number | Promise<number>) => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        try {
          this.set(await read())
        } catch {
          this.remove()
        }
      },
    })
  }
  const readHeight = () => chain.patiently(chain.height(), { ms: SILENCE })
  gauge('town_chain_height', 'Latest block', async () => Number(await readHeight()))
  gauge('town_index_lag', 'Blocks that the index is behind the chain', async () =>
    Math.max(0, Number((await readHeight()) - indexer.indexed())),
  )
  if (relay) gauge('town_relay_connections', 'Clients of the relay', relay.connections)
  if (payer) {
    gauge('town_relayer_balance', 'What the relayer has for gas, in the coin of the chain', async () => {
      return Number(await chain.patiently(chain.client.getBalance({ address: payer }), { ms: SILENCE })) / WEI
    })
  }
  gauge('town_database_connections', 'Connections to the database', () => pool.totalCount)
  gauge('town_database_waiting', 'Queries that wait for a connection', () => pool.waitingCount)

  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    countRequest: ({ method, route, status }) => requests.inc({ method, route, status }),
    watchRelayer: (relayer) => ({
      ...relayer,
      relay: async (...request) => {
        waiting.inc()
        try {
          const done = await relayer.relay(...request)
          acts.inc({ result: 'ok' })
          return done
        } catch (error) {
          acts.inc({ result: isTownError(error) ? error.code : 'INTERNAL' })
          throw error
        } finally {
          waiting.dec()
        }
      },
    }),
  }
}
