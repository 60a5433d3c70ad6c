import { createConnection } from 'node:net'
import { healthSchema } from '@distributed-town/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropUnusedBackups } from '../src/backups/drop-unused-backups.ts'
import { clearChain } from '../src/db/chain/cursor.ts'
import { findRereading } from '../src/db/chain/rereading.ts'
import { deleteUnusedStewardKeys } from '../src/db/town/steward.ts'
import { createIndexer } from '../src/indexer/loop.ts'
import { watchRereading } from '../src/indexer/rereading.ts'
import { startTestNode, type TestNode } from './node.ts'
import { founding, get, gigCreation, newPerson, post, relay, sign } from './requests.ts'

// What people are told while everything is read anew from the chain.

let town: TestNode
const founder = newPerson()

beforeAll(async () => {
  town = await startTestNode()
  expect((await relay(town, founder, { ...founding(town), gas: 1_000_000n })).status).toBe(200)
}, 120_000)
afterAll(() => town?.stop(), 60_000)

/** First line that an upgrade to the relay is answered with. */
const upgrade = () =>
  new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(town.url)
    const socket = createConnection({ host: hostname, port: Number(port) }, () => {
      socket.write(
        `GET /relay HTTP/1.1\r\nhost: ${hostname}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`,
      )
    })
    socket.on('error', reject)
    socket.once('data', (data) => {
      resolve(String(data).split('\r\n', 1)[0] ?? '')
      socket.destroy()
    })
  })

const readHealth = async () => healthSchema.parse((await get(town, '/api/health')).body)

test('nobody is shown half an index, nor is anything decided by it', async () => {
  const { node } = town
  const { pool, bus, deployment } = node
  const before = (await get(town, '/api/communities/1')).body
  await pool.query(`insert into town.backup (address, backup, saved_at) values ($1, 'kept', 7)`, [
    founder.address.toLowerCase(),
  ])
  await pool.query(`insert into town.steward_key (key, secret, created_at)
    select substr(key, 3), '', 7 from chain.community`)
  const signed = await sign(town, founder, gigCreation(town, 'meanwhile'))
  const until = await node.chain.height()

  bus.emit({ type: 'rereading', until })
  await clearChain(pool, { until })
  const of = Number(until - deployment.block + 1n)
  const indexer = createIndexer(node)
  for (const done of [0, of - 1]) {
    if (done > 0) await indexer.indexTo(until - 1n)
    else bus.emit({ type: 'undone', block: deployment.block - 1n })
    const refused = { status: 503, body: { code: 'NOT_READY', details: { rereading: { done, of } } } }
    for (const path of ['/api/communities', '/api/communities/1', '/api/wallets/1', '/api/communities/1/gigs'])
      expect(await get(town, path)).toMatchObject(refused)
    expect(await post(town, '/api/relay', signed)).toMatchObject(refused)
    expect(await upgrade()).toContain(' 503 ')
    expect(await readHealth()).toMatchObject({ status: 'behind', rereading: { done, of } })
    // A process that starts now hears of it too.
    expect((await watchRereading(node, { indexed: () => 0n })).progress()).toBeDefined()
  }
  await dropUnusedBackups(node)
  await deleteUnusedStewardKeys(node, { before: 8 })
  const kept = await pool.query(
    'select (select count(*) from town.backup) + (select count(*) from town.steward_key) as n',
  )
  expect(Number(kept.rows[0].n)).toBe(2)

  await indexer.indexTo(until)
  expect(await findRereading(pool)).toBeUndefined()
  expect((await readHealth()).rereading).toBeUndefined()
  expect((await get(town, '/api/communities/1')).body).toEqual(before)
  expect(await upgrade()).toContain(' 101 ')
  await dropUnusedBackups(node)
  await deleteUnusedStewardKeys(node, { before: 8 })
  expect(Number((await pool.query('select count(*) from town.backup')).rows[0].count)).toBe(1)
  // What was refused meanwhile can be done now.
  expect((await post(town, '/api/relay', signed)).body).not.toMatchObject({ code: 'NOT_READY' })
})
