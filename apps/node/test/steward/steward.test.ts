import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GIFT_WRAP_KIND, keyToHex, type NostrEvent, unwrapKeys } from '@distributed-town/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStewardKey } from '../../src/steward/create-key.ts'
import { openSecretBox, SecretError } from '../../src/steward/secrets.ts'
import { createSteward, type Steward } from '../../src/steward/steward.ts'
import { connect } from '../relay/client.ts'
import { createPerson, found, leave, moveTo, now, type Person, sign, startTown, type Town } from '../relay/town.ts'

let town: Town
let steward: Steward
let key = ''
let communityId = 0

beforeAll(async () => {
  town = await startTown()
  steward = await createSteward(town.node, { relay: town.relay })
})
afterAll(async () => {
  await steward.stop()
  await town.stop()
})

// A town of its own for each test.
const settle = async (...people: Person[]) => {
  communityId += 1
  key = await createStewardKey(town.node)
  await found(town, { id: communityId, key })
  for (const person of people) await moveTo(town, person, communityId)
  await steward.ensure(communityId)
}

const mailbox = async (person: Person): Promise<NostrEvent[]> => {
  const { rows } = await town.pool.query<{ event: string }>(
    'select event from town.record where recipient = $1 order by seq',
    [person.key],
  )
  return rows.map(({ event }) => JSON.parse(event))
}

/** Keys that a person's wraps hold, by epoch; every one must say the same. */
const keysOf = async (person: Person): Promise<Record<number, string>> => {
  const keys: Record<number, string> = {}
  for (const event of await mailbox(person)) {
    for (const { n, key: epochKey } of unwrapKeys({
      event,
      secret: person.secret,
      community: { id: communityId, key },
    })) {
      expect(keys[n] ?? keyToHex(epochKey)).toBe(keyToHex(epochKey))
      keys[n] = keyToHex(epochKey)
    }
  }
  return keys
}

const epochsOf = async (person: Person) => Object.keys(await keysOf(person)).map(Number)

test('members of a new town get its first key, the same one, sealed by the town', async () => {
  const [alice, bob] = [createPerson(), createPerson()]
  await settle(alice, bob)
  const keys = await keysOf(alice)
  expect(keys).toEqual({ 1: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(await keysOf(bob)).toEqual(keys)
})

test('a newcomer gets the keys of all epochs', async () => {
  const [alice, bob, carol] = [createPerson(), createPerson(), createPerson()]
  await settle(alice, bob)
  await leave(town, bob)
  await steward.ensure(communityId)
  await town.pool.query('update chain.community set epoch = 4 where id = $1', [communityId])
  await moveTo(town, carol, communityId)
  await steward.ensure(communityId)
  expect(await epochsOf(carol)).toEqual([1, 2, 3, 4])
  expect(await keysOf(alice)).toEqual(await keysOf(carol))
  expect(new Set(Object.values(await keysOf(carol))).size).toBe(4)
  // One message for all of them.
  expect((await mailbox(carol)).length).toBe(1)
})

test('who has left gets none of a later epoch, and who comes back all of them', async () => {
  const [alice, bob] = [createPerson(), createPerson()]
  await settle(alice, bob)
  await leave(town, bob)
  await steward.ensure(communityId)
  expect(await epochsOf(alice)).toEqual([1, 2])
  expect(await epochsOf(bob)).toEqual([1])
  await moveTo(town, bob, communityId)
  await steward.ensure(communityId)
  expect(await keysOf(bob)).toEqual(await keysOf(alice))
})

test('after a reorg that undid a leaving, another one begins the epoch with another key', async () => {
  const [alice, bob, carol, dave] = [createPerson(), createPerson(), createPerson(), createPerson()]
  await settle(alice, bob, carol)
  const leaveAt = async (person: Person, block: number, txHash: string) => {
    await leave(town, person)
    await town.pool.query(
      `insert into chain.history (block_number, log_index, at, tx_hash, community_id, type, data)
       values ($1::bigint, 0, 0, $2, $3, 'left', jsonb_build_object('walletId', $4::int))`,
      [block, txHash, communityId, person.walletId],
    )
    await steward.ensure(communityId)
  }
  const undo = async (...gone: Person[]) => {
    for (const person of gone) await moveTo(town, person, communityId)
    await town.pool.query('update chain.community set epoch = 1 where id = $1', [communityId])
    await town.pool.query('delete from chain.history where community_id = $1', [communityId])
    town.node.bus.emit({ type: 'undone', block: 0n })
    await steward.ensure(communityId)
  }
  const versionsOf = async (person: Person, epoch: number) => {
    const opened = (await mailbox(person)).flatMap((event) =>
      unwrapKeys({ event, secret: person.secret, community: { id: communityId, key } }),
    )
    return opened.filter(({ n }) => n === epoch).map((each) => [each.version ?? 0, keyToHex(each.key)])
  }
  await leaveAt(bob, 10, '0x01')
  const undone = await versionsOf(alice, 2)
  await undo(bob)
  await leaveAt(alice, 10, '0x02')
  // Alice knows the first one, so nothing may be written with it any more.
  expect(await versionsOf(alice, 2)).toEqual(undone)
  const [before, after] = await versionsOf(carol, 2)
  expect([before]).toEqual(undone)
  expect(after).toEqual([1, expect.not.stringMatching(String(undone[0]?.[1]))])
  // What was written on the undone fork can be read by whoever is there.
  expect(await versionsOf(bob, 2)).toEqual([before, after])
  await moveTo(town, dave, communityId)
  await steward.ensure(communityId)
  expect(await versionsOf(dave, 2)).toEqual([before, after])

  // The same leaving later: nobody left who knows the key.
  await undo(alice)
  await leaveAt(alice, 12, '0x02')
  expect(await versionsOf(carol, 2)).toEqual([before, after])
  // The same last leaving, but after another one.
  await leaveAt(bob, 13, '0x01')
  const third = await versionsOf(dave, 3)
  await undo(alice, bob)
  await leaveAt(carol, 12, '0x03')
  await leaveAt(bob, 13, '0x01')
  expect(await versionsOf(dave, 3)).toEqual([...third, [1, expect.any(String)]])
})

test('a new messaging key gets all keys anew', async () => {
  const alice = createPerson()
  await settle(alice)
  const renewed = { ...createPerson(), walletId: alice.walletId }
  await moveTo(town, renewed, communityId)
  town.node.bus.emit({ type: 'wallet', id: alice.walletId })
  await steward.ensure(communityId)
  expect(await keysOf(renewed)).toEqual(await keysOf(alice))
})

test('nobody gets the same twice', async () => {
  const [alice, bob] = [createPerson(), createPerson()]
  await settle(alice, bob)
  for (let i = 0; i < 3; i++) {
    town.node.bus.emit({ type: 'membership', communityId, walletId: alice.walletId, kind: 'joined', epoch: 1 })
    town.node.bus.emit({ type: 'wallet', id: bob.walletId })
    await Promise.all([steward.ensure(communityId), steward.ensure(communityId)])
  }
  expect((await mailbox(alice)).length).toBe(1)
  expect((await mailbox(bob)).length).toBe(1)
})

test('keys arrive by themselves, live', async () => {
  const [alice, bob] = [createPerson(), createPerson()]
  await settle(alice)
  await moveTo(town, bob, communityId)
  const client = await connect(town.url, bob)
  client.say('REQ', 'box', { kinds: [GIFT_WRAP_KIND] })
  await client.hear('EOSE', 'box')
  town.node.bus.emit({ type: 'membership', communityId, walletId: bob.walletId, kind: 'joined', epoch: 1 })
  const [, , event] = await client.hear('EVENT', 'box')
  const opened = unwrapKeys({ event, secret: bob.secret, community: { id: communityId, key } })
  expect(opened.map(({ n }) => n)).toEqual([1])
})

test('a key that nobody can encrypt to holds up no one else', async () => {
  const [alice, bob, carol] = [createPerson(), createPerson(), createPerson()]
  await settle({ ...alice, key: 'f'.repeat(64) }, { ...bob, key: `${'0'.repeat(63)}5` }, carol)
  expect(await epochsOf(carol)).toEqual([1])
})

test('a town with a key of somebody else, or with the key of another town, has no steward', async () => {
  const [alice, mallory, eve] = [createPerson(), createPerson(), createPerson()]
  await settle(alice)
  const first = communityId
  await found(town, { id: 1000 + first, key })
  await found(town, { id: 2000 + first })
  await moveTo(town, mallory, 1000 + first)
  await moveTo(town, eve, 2000 + first)
  await steward.ensure(1000 + first)
  await steward.ensure(2000 + first)
  expect(await mailbox(mallory)).toEqual([])
  expect(await mailbox(eve)).toEqual([])
})

test('more epochs than one wrap holds', async () => {
  const alice = createPerson()
  await settle()
  await town.pool.query('update chain.community set epoch = 600 where id = $1', [communityId])
  await moveTo(town, alice, communityId)
  await steward.ensure(communityId)
  expect(await epochsOf(alice)).toEqual(Array.from({ length: 600 }, (_, i) => i + 1))
  const client = await connect(town.url, alice)
  expect((await client.list({ kinds: [GIFT_WRAP_KIND] })).length).toBe(3)
})

test('catches up at the start, after a restart too, with the same keys', async () => {
  const [alice, bob] = [createPerson(), createPerson()]
  await settle(alice)
  const before = await keysOf(alice)
  await steward.stop()
  town = await town.restart()
  await moveTo(town, bob, communityId)
  steward = await createSteward(town.node, { relay: town.relay })
  await steward.ensure(communityId)
  expect(await keysOf(bob)).toEqual(before)
  expect((await mailbox(alice)).length).toBe(1)
})

test('two stewards on one database agree on the keys', async () => {
  const [alice, bob] = [createPerson(), createPerson()]
  await settle()
  const second = await createSteward(town.node, { relay: town.relay })
  await moveTo(town, alice, communityId)
  await moveTo(town, bob, communityId)
  await Promise.all([steward.ensure(communityId), second.ensure(communityId)])
  await second.stop()
  await steward.ensure(communityId)
  expect(await keysOf(alice)).toEqual(await keysOf(bob))
})

test('nobody pushes the keys out of a mailbox, and they leave its quota to others', async () => {
  const [alice, bob] = [createPerson(), createPerson()]
  await settle(alice, bob)
  const [keys] = await mailbox(alice)
  await steward.stop()
  town = await town.restart({ wrapsPerDay: 3, events: 2, page: 2 })
  steward = await createSteward(town.node, { relay: town.relay })
  const sender = await connect(town.url, bob)
  const flood = []
  for (let i = 0; i < 3; i++) {
    const content = `Ag${randomBytes(120).toString('base64')}`
    const wrap = sign(createPerson(), { kind: GIFT_WRAP_KIND, tags: [['p', alice.key]], content, created_at: now() })
    expect(await sender.publish(wrap)).toEqual({ accepted: true, reason: '' })
    flood.unshift(wrap.id)
  }
  const owner = await connect(town.url, alice)
  for (const filter of [{ kinds: [GIFT_WRAP_KIND], '#p': [alice.key] }, { kinds: [GIFT_WRAP_KIND] }]) {
    expect(await owner.list(filter)).toEqual([keys?.id, ...flood.slice(0, 2)])
    expect(await owner.list({ ...filter, limit: 1 })).toEqual([keys?.id, flood[0]])
    expect(await owner.list({ ...filter, limit: 0 })).toEqual([])
  }
  expect((await owner.list({}))[0]).toBe(keys?.id)
  expect(await owner.list({ kinds: [3841] })).toEqual([])
  // And new ones still arrive.
  await town.pool.query('update chain.community set epoch = 2 where id = $1', [communityId])
  await steward.ensure(communityId)
  const all = await owner.list({ kinds: [GIFT_WRAP_KIND] })
  expect(all.slice(1)).toEqual([keys?.id, ...flood.slice(0, 2)])
  await steward.stop()
  town = await town.restart()
  steward = await createSteward(town.node, { relay: town.relay })
})

test('a town that fails holds up no other, and is tried again', async () => {
  const [alice, bob] = [createPerson(), createPerson()]
  await settle()
  const [broken, brokenKey] = [communityId, key]
  await settle()
  await steward.stop()
  const { rows } = await town.pool.query('select secret from town.steward_key where key = $1', [brokenKey])
  const damage = (secret: Buffer) =>
    town.pool.query('update town.steward_key set secret = $2 where key = $1', [brokenKey, secret])
  steward = await createSteward(town.node, { relay: town.relay, retryMs: 300 })
  await steward.ensure(communityId)
  await damage(Buffer.alloc(60))
  await moveTo(town, alice, broken)
  await moveTo(town, bob, communityId)
  await Promise.all([steward.ensure(broken), steward.ensure(communityId)])
  expect(await epochsOf(bob)).toEqual([1])
  expect(await mailbox(alice)).toEqual([])
  await damage(rows[0].secret)
  await expect.poll(async () => (await mailbox(alice)).length).toBe(1)
})

test('what happens while its work ends is not missed', async () => {
  const alice = createPerson()
  await settle(alice)
  let failures = 0
  const error = () => {
    failures += 1
    // Between the end of the work and the turn in which others hear of it.
    if (failures === 1) queueMicrotask(() => town.node.bus.emit({ type: 'wallet', id: alice.walletId }))
  }
  await town.pool.query('alter table town.key_wrap rename to hidden')
  const log = Object.assign(Object.create(town.node.log), { error })
  const second = await createSteward({ ...town.node, log }, { relay: town.relay, retryMs: 60_000 })
  try {
    await expect.poll(() => failures).toBe(2)
  } finally {
    await town.pool.query('alter table town.hidden rename to key_wrap')
    await second.stop()
  }
})

test('a key that no town was founded with is dropped after a day', async () => {
  await settle(createPerson())
  const used = key
  const unused = await createStewardKey(town.node)
  const kept = async () => {
    await steward.stop()
    steward = await createSteward(town.node, { relay: town.relay })
    await steward.ensure(communityId)
    const { rows } = await town.pool.query('select key from town.steward_key where key = any ($1)', [[used, unused]])
    return new Set(rows.map((row) => row.key))
  }
  expect(await kept()).toEqual(new Set([used, unused]))
  town.pass(86_500)
  expect(await kept()).toEqual(new Set([used]))
  // Also if the chain forgot the town: its records are encrypted with what hangs on the key.
  await town.pool.query('update chain.community set key = $2 where id = $1', [communityId, `0x${'1'.repeat(64)}`])
  expect(await kept()).toEqual(new Set([used]))
})

test('no secret stands in the database, nor is the file of the node for others', async () => {
  const alice = createPerson()
  await settle(alice)
  const [epochKey = ''] = Object.values(await keysOf(alice))
  const { rows } = await town.pool.query<{ secret: Buffer }>(
    'select secret from town.epoch_key union all select secret from town.steward_key',
  )
  expect(rows.length).toBeGreaterThan(1)
  for (const { secret } of rows) {
    expect(secret.length).toBe(12 + 16 + 32)
    expect(secret.toString('hex')).not.toContain(epochKey)
  }
  const path = join(town.node.config.home, 'secret')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readFileSync(path, 'utf8')).toMatch(/^[0-9a-f]{64}$/)
})

test('a secret is read by its node and in its place only', () => {
  const { home } = town.node.config
  const box = openSecretBox({ home })
  const secret = randomBytes(32)
  const sealed = box.seal({ secret, context: 'here' })
  expect(box.open({ sealed, context: 'here' })).toEqual(secret)
  expect(openSecretBox({ home }).open({ sealed, context: 'here' })).toEqual(secret)
  expect(box.seal({ secret, context: 'here' })).not.toEqual(sealed)
  expect(() => box.open({ sealed, context: 'there' })).toThrow(SecretError)
  expect(() => box.open({ sealed: sealed.subarray(0, 40), context: 'here' })).toThrow(SecretError)
  const altered = Buffer.from(sealed)
  altered[50] = (altered[50] ?? 0) ^ 1
  expect(() => box.open({ sealed: altered, context: 'here' })).toThrow(SecretError)
})

test('a node whose secret was lost says so instead of making other keys', async () => {
  await settle(createPerson())
  const path = join(town.node.config.home, 'secret')
  const secret = readFileSync(path)
  rmSync(path)
  await expect(createSteward(town.node, { relay: town.relay })).rejects.toThrow(SecretError)
  writeFileSync(path, 'garbage')
  await expect(createSteward(town.node, { relay: town.relay })).rejects.toThrow(SecretError)
  writeFileSync(path, secret)
  await (await createSteward(town.node, { relay: town.relay })).stop()
})
