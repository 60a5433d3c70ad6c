import { randomBytes } from 'node:crypto'
import { backupMessage } from '@distributed-town/protocol'
import type { Address, Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { dropUnusedBackups } from '../../src/backups/drop-unused-backups.ts'
import { LIMITS } from '../../src/relay/limits.ts'
import { startTestNode, type TestNode } from '../node.ts'
import { connect } from '../relay/client.ts'
import { createPerson, found, moveTo, now, writeRecord } from '../relay/town.ts'

let node: TestNode

beforeAll(async () => {
  node = await startTestNode({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
}, 60_000)
afterAll(() => node.stop())

const request = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${node.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const json = z.record(z.string(), z.unknown()).parse(await response.json())
  return { status: response.status, type: response.headers.get('content-type'), body: json }
}

const owner = () => privateKeyToAccount(generatePrivateKey())

const signed = async (
  account: ReturnType<typeof owner>,
  { backup, timestamp = now(), address = account.address }: { backup: string; timestamp?: number; address?: Address },
): Promise<{ backup: string; timestamp: number; signature: Hex }> => ({
  backup,
  timestamp,
  signature: await account.signMessage({ message: backupMessage({ address, backup, timestamp }) }),
})

test('a backup is kept for its owner and given back', async () => {
  const alice = owner()
  const path = `/api/backups/${alice.address}`
  expect(await request('GET', path)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  const put = await signed(alice, { backup: 'ncryptsec1 first' })
  expect(await request('PUT', path, put)).toMatchObject({
    status: 200,
    body: { address: alice.address, savedAt: put.timestamp },
  })
  const kept = { address: alice.address, backup: put.backup, savedAt: put.timestamp }
  expect((await request('GET', path)).body).toEqual(kept)
  // However the address is written.
  const lower = alice.address.toLowerCase()
  expect((await request('GET', `/api/backups/${lower}`)).body).toEqual({ ...kept, address: lower })
})

test('the newer backup wins, whatever arrives last', async () => {
  const alice = owner()
  const path = `/api/backups/${alice.address}`
  const [old, recent] = [
    await signed(alice, { backup: 'old', timestamp: now() - 5 }),
    await signed(alice, { backup: 'recent' }),
  ]
  expect((await request('PUT', path, recent)).status).toBe(200)
  expect(await request('PUT', path, old)).toMatchObject({ status: 409, body: { code: 'BACKUP_OUTDATED' } })
  expect(await request('PUT', path, recent)).toMatchObject({ status: 409, body: { code: 'BACKUP_OUTDATED' } })
  expect((await request('GET', path)).body).toMatchObject({ backup: 'recent' })
})

test('nobody else replaces a backup', async () => {
  const [alice, mallory] = [owner(), owner()]
  const path = `/api/backups/${alice.address}`
  const good = await signed(alice, { backup: 'mine', timestamp: now() - 5 })
  await request('PUT', path, good)
  const foreign = await signed(mallory, { backup: 'theirs', address: alice.address })
  const other = await signed(mallory, { backup: 'theirs' })
  const forgeries = [
    foreign,
    other,
    { ...good, backup: 'changed' },
    { ...good, timestamp: good.timestamp + 1 },
    { ...good, timestamp: now(), signature: `0x${'00'.repeat(65)}` },
    { ...good, timestamp: now(), signature: `0x${'ff'.repeat(65)}` },
    { ...good, timestamp: now(), signature: '0x00' },
    { ...good, timestamp: now(), signature: `0x${'00'.repeat(5000)}` },
  ]
  for (const forgery of forgeries) {
    expect(await request('PUT', path, forgery)).toMatchObject({ status: 400, body: { code: 'INVALID_SIGNATURE' } })
  }
  // The owner's signature serves the owner's address only.
  expect(await request('PUT', `/api/backups/${mallory.address}`, good)).toMatchObject({
    status: 400,
    body: { code: 'INVALID_SIGNATURE' },
  })
  expect((await request('GET', path)).body).toMatchObject({ backup: 'mine' })
})

test('a backup is of now, printable and at most 4 kB', async () => {
  const alice = owner()
  const path = `/api/backups/${alice.address}`
  for (const timestamp of [now() - 1000, now() + 1000, 0]) {
    const put = await signed(alice, { backup: 'x', timestamp })
    expect(await request('PUT', path, put)).toMatchObject({ status: 400, body: { code: 'TIMESTAMP_OUT_OF_RANGE' } })
  }
  for (const backup of ['', 'x'.repeat(4097), 'naïve', 'two\nlines', '\0']) {
    expect(await request('PUT', path, await signed(alice, { backup }))).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    })
  }
  for (const body of [{}, [], null, 'x', { backup: 'x', timestamp: '1', signature: '0x' }]) {
    expect((await request('PUT', path, body)).status).toBe(400)
  }
  expect((await request('GET', '/api/backups/0x1234')).status).toBe(400)
  expect((await request('PUT', path, await signed(alice, { backup: 'x'.repeat(4096) }))).status).toBe(200)
})

test('a backup without a wallet is dropped after a week', async () => {
  const { pool } = node.node
  const [member, visitor, newcomer] = [owner(), owner(), owner()]
  const wallet = { ...createPerson(), walletId: 900_777 }
  await moveTo({ pool }, wallet, null)
  await pool.query('update chain.wallet set owner = $2 where id = $1', [wallet.walletId, member.address])
  // Of another address, as the tests before used up what one has in a minute.
  const headers = { 'x-forwarded-for': '192.0.2.1' }
  for (const account of [member, visitor, newcomer]) {
    const put = await signed(account, { backup: 'x' })
    expect((await request('PUT', `/api/backups/${account.address}`, put, headers)).status).toBe(200)
  }
  await pool.query('update town.backup set saved_at = $1 where address = any ($2)', [
    now() - 7 * 86_400 - 60,
    [member, visitor].map(({ address }) => address.toLowerCase()),
  ])
  await dropUnusedBackups(node.node)
  const found = [member, visitor, newcomer].map(({ address }) => request('GET', `/api/backups/${address}`))
  expect((await Promise.all(found)).map(({ status }) => status)).toEqual([200, 404, 200])
})

test('the steward makes a new key each time', async () => {
  const [first, second] = [await request('POST', '/api/steward/keys'), await request('POST', '/api/steward/keys')]
  expect(first).toMatchObject({ status: 200, body: { key: expect.stringMatching(/^0x[0-9a-f]{64}$/) } })
  expect(second.body.key).not.toBe(first.body.key)
})

test('a record is answered by its id, as it is encrypted; what is in a mailbox is not', async () => {
  const { pool } = node.node
  const alice = { ...createPerson(), walletId: 900_001 }
  const communityId = 900_001
  await found({ pool }, { id: communityId })
  await moveTo({ pool }, alice, communityId)
  const client = await connect(`${node.url.replace('http', 'ws')}/relay`)
  const record = writeRecord(alice, { communityId })
  expect(await request('GET', `/api/records/${record.id}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  expect((await client.publish(record)).accepted).toBe(true)
  await client.close()
  const path = `/api/records/${record.id}`
  expect(await request('GET', path)).toMatchObject({ status: 200, body: record })
  const wrap = randomBytes(32).toString('hex')
  await pool.query(
    `insert into town.record (id, pubkey, created_at, kind, recipient, tags, event, received_at)
     values ($1, $2, 0, 1059, $2, '{}', '{}', 0)`,
    [wrap, randomBytes(32).toString('hex')],
  )
  expect((await request('GET', `/api/records/${wrap}`)).status).toBe(404)
  expect((await request('GET', `/api/records/${randomBytes(32).toString('hex')}`)).status).toBe(404)
  expect((await request('GET', '/api/records/x')).status).toBe(400)
})

test('the relay describes itself to those who ask for it', async () => {
  const asked = await request('GET', '/relay', undefined, { accept: 'application/nostr+json' })
  expect(asked).toMatchObject({
    status: 200,
    type: expect.stringMatching(/^application.nostr\+json/),
    body: {
      supported_nips: expect.arrayContaining([1, 9, 11, 40, 42]),
      limitation: { max_content_length: LIMITS.contentLength },
      quotas: { author_events_per_day: LIMITS.authorEventsPerDay, town_bytes: LIMITS.townBytes },
    },
  })
  expect((await request('GET', '/relay')).status).toBe(404)
})
