import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type NostrEvent,
  publicKeyOf,
  RecordKind,
  recordTemplate,
  SIGNING_ENTROPY_BYTES,
  sealRecord,
  signEvent,
} from '@distributed-town/protocol'
import type pg from 'pg'
import { createBus } from '../../src/bus.ts'
import { readConfig } from '../../src/config.ts'
import { migrate } from '../../src/db/migrate.ts'
import { createDatabase, createPool } from '../../src/db/pool.ts'
import { startDatabaseServer } from '../../src/db/server.ts'
import type { Node } from '../../src/node.ts'
import { createLog } from '../../src/observability/log.ts'
import type { Limits } from '../../src/relay/limits.ts'
import { createRelay, type Relay } from '../../src/relay/server.ts'

// A relay on a real database, without a chain: its tables are filled by hand, as the indexer would.

export type TestNode = Pick<Node, 'config' | 'pool' | 'db' | 'bus' | 'log' | 'clock'>

export type Town = {
  readonly node: TestNode
  readonly relay: Relay
  /** ws://… of the relay. */
  readonly url: string
  readonly pool: pg.Pool
  /** Moves the node's clock. */
  readonly pass: (seconds: number) => void
  /** Ends the relay and starts it again on the same database, with other limits if wanted. */
  readonly restart: (limits?: Partial<Limits>) => Promise<Town>
  readonly stop: () => Promise<void>
}

export const startTown = async (first?: Partial<Limits>): Promise<Town> => {
  const home = mkdtempSync(join(tmpdir(), 'town-'))
  chmodSync(home, 0o711)
  const config = readConfig({ TOWN_HOME: home, PORT: '0', LOG_LEVEL: 'error', TRUSTED_PROXIES: '127.0.0.1' })
  const log = createLog(config)
  const database = await startDatabaseServer({ home, log })
  const open = async (limits: Partial<Limits> = {}): Promise<Town> => {
    const pool = createPool({ url: database.url, log })
    await migrate({ pool })
    let ahead = 0
    const clock = () => Date.now() + ahead
    const node: TestNode = { config, pool, db: createDatabase({ pool }), bus: createBus({ log }), log, clock }
    // All clients of a test have one address.
    const ofAddress = { connectionsPerAddress: 1000, messagesPerSecondPerAddress: 1e6, burstPerAddress: 1e6 }
    const relay = createRelay(node, { limits: { ...ofAddress, ...limits } })
    const server = createServer((_, response) => response.writeHead(404).end())
    relay.attach(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const close = async () => {
      await relay.close()
      await new Promise((resolve) => server.close(resolve))
      await node.db.destroy()
    }
    return {
      node,
      relay,
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/relay`,
      pool,
      pass: (seconds) => {
        ahead += seconds * 1000
      },
      restart: async (other) => {
        await close()
        return open(other)
      },
      stop: async () => {
        await close()
        await database.child.stop('SIGINT')
        rmSync(home, { recursive: true, force: true })
      },
    }
  }
  return open(first)
}

/** Someone with a messaging key, and a wallet once `join` was called. */
export type Person = { readonly secret: Uint8Array; readonly key: string; readonly walletId: number }

let wallets = 0

export const createPerson = (): Person => {
  const secret = randomBytes(32)
  wallets += 1
  return { secret, key: publicKeyOf(secret), walletId: wallets }
}

export const found = async (
  { pool }: Pick<Town, 'pool'>,
  { id, key = randomBytes(32).toString('hex') }: { id: number; key?: string },
): Promise<void> => {
  await pool.query(
    `insert into chain.community (id, address, template, name, purpose, place, language, key, founder, founded_at, release, epoch,
       members, activated, skill_counts, spenders, gigs, open_gigs, vault, treasury, escrow, round)
     values ($1, $2, 0, 'Town', 'Test', '', '', $3, 1, 0, 0, 1, 0, false, array_fill(0, array[12]), 0, 0, 0, 0, 0, 0, 0)`,
    [id, `0x${randomBytes(20).toString('hex')}`, `0x${key}`],
  )
}

/** Makes a wallet in the community, or moves it there. */
export const moveTo = async (
  { pool }: Pick<Town, 'pool'>,
  person: Person,
  communityId: number | null,
): Promise<void> => {
  await pool.query(
    `insert into chain.wallet (id, owner, messaging_key, created_at, skills, open_gigs, engagements, unrated_gigs, abandoned_gigs,
       settled_gigs, round_followed, carried, granted, community_id, balance, founding_member, active_at)
     values ($1, $2, $3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, $4, 0, false, 0)
     on conflict (id) do update set community_id = excluded.community_id, messaging_key = excluded.messaging_key`,
    [person.walletId, `0x${randomBytes(20).toString('hex')}`, `0x${person.key}`, communityId],
  )
}

/** As the indexer does in one transaction. */
export const leave = async (town: Pick<Town, 'pool'>, person: Person): Promise<void> => {
  await town.pool.query(
    `with gone as (select community_id from chain.wallet where id = $1),
       moved as (update chain.wallet set community_id = null where id = $1)
     update chain.community set epoch = epoch + 1 from gone where id = gone.community_id`,
    [person.walletId],
  )
}

export const addGig = async (
  { pool }: Pick<Town, 'pool'>,
  gig: { id: number; communityId: number; creator: Person; state: string; record: string; work?: string },
): Promise<void> => {
  await pool.query(
    `insert into chain.gig (id, community_id, creator, state, skill, commitment, credits, duration_days, release, round, changes,
       record, work, created_at, since)
     values ($1, $2, $3, $4, 0, 1, 6, 1, 0, 0, 0, $5, $6, 0, 0)
     on conflict (id) do update set state = excluded.state`,
    [gig.id, gig.communityId, gig.creator.walletId, gig.state, `0x${gig.record}`, gig.work ? `0x${gig.work}` : null],
  )
}

export const now = (): number => Math.floor(Date.now() / 1000)

export const sign = (
  person: Pick<Person, 'secret'>,
  template: { kind: number; tags?: string[][]; content?: string; created_at?: number },
): NostrEvent =>
  signEvent({
    template: { tags: [], content: '', created_at: now(), ...template },
    secret: person.secret,
    entropy: randomBytes(SIGNING_ENTROPY_BYTES),
  })

/** A record as members write it. */
export const writeRecord = (
  person: Pick<Person, 'secret'>,
  {
    communityId,
    epoch = 1,
    text = 'hello',
    gigRecord,
    createdAt = now(),
  }: { communityId: number; epoch?: number; text?: string; gigRecord?: string; createdAt?: number },
): NostrEvent => {
  const common = { communityId, epoch, createdAt }
  const record = gigRecord
    ? recordTemplate({ ...common, kind: RecordKind.Comment, content: { v: 1, text }, gigRecord })
    : recordTemplate({ ...common, kind: RecordKind.Gig, content: { v: 1, title: 'Gig', description: text } })
  return signEvent({
    template: sealRecord({ ...record, epochKey: EPOCH_KEY, nonce: randomBytes(32) }),
    secret: person.secret,
    entropy: randomBytes(SIGNING_ENTROPY_BYTES),
  })
}

const EPOCH_KEY = new Uint8Array(32).fill(7)
