import pg from 'pg'
import type { Logger } from 'pino'
import type { Bus, BusEvent } from '../bus.ts'

// What the writer's bus tells, for the processes that read the same database: LISTEN and NOTIFY.

const CHANNEL = 'distributed_town'
const RETRY_AFTER = 1_000

type Shared = { readonly close: () => Promise<void> }

/** Tells other processes what happens here, in its order. What can't be told is lost: they read the tables again when they hear of the next block. */
export const shareBus = async ({ bus, url, log }: { bus: Bus; url: string; log: Logger }): Promise<Shared> => {
  const link = await keepConnected({ url, name: 'distributed-town bus', log })
  const unsubscribe = bus.subscribe((event) => {
    // One connection sends one after another.
    link
      .client()
      .query('select pg_notify($1, $2)', [CHANNEL, serialize(event)])
      .catch((error: unknown) => log.warn({ err: error }, 'readers did not hear of a change'))
  })
  return {
    close: async () => {
      unsubscribe()
      await link.close()
    },
  }
}

/** Emits here what the writer tells. @param onConnected Called at first and after each break, in which anything may have happened. */
export const followBus = ({
  bus,
  url,
  log,
  onConnected,
}: {
  bus: Pick<Bus, 'emit'>
  url: string
  log: Logger
  onConnected: () => Promise<void>
}): Promise<Shared> =>
  keepConnected({
    url,
    name: 'distributed-town reader',
    log,
    onConnected: async (client) => {
      client.on('notification', ({ payload }) => bus.emit(deserialize(payload ?? '')))
      await client.query(`listen ${CHANNEL}`)
      await onConnected()
    },
  })

/** A connection that is made anew when it breaks. @param onConnected What each needs before it is of use. */
const keepConnected = async ({
  url,
  name,
  log,
  onConnected = async () => undefined,
}: {
  url: string
  name: string
  log: Logger
  onConnected?: (client: pg.Client) => Promise<void>
}): Promise<Shared & { readonly client: () => pg.Client }> => {
  let client: pg.Client
  let retry: NodeJS.Timeout | undefined
  let closed = false

  const connect = async () => {
    client = new pg.Client({ connectionString: url, application_name: name, keepAlive: true })
    client.on('error', (error) => log.warn({ err: error }, 'the connection to the database broke'))
    client.on('end', retryLater)
    await client.connect()
    await onConnected(client)
  }
  const retryLater = () => {
    if (closed) return
    clearTimeout(retry)
    retry = setTimeout(() => connect().catch(retryLater), RETRY_AFTER)
  }

  const close = async () => {
    closed = true
    clearTimeout(retry)
    await client.end()
  }

  try {
    await connect()
  } catch (error) {
    await close().catch(() => undefined)
    throw error
  }
  return { client: () => client, close }
}

const serialize = (event: BusEvent): string =>
  JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))

/** Written by `serialize`, in another process of the same version: migrations are. */
const deserialize = (text: string): BusEvent =>
  JSON.parse(text, (_, value) =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  )
