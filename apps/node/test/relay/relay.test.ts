import { randomBytes } from 'node:crypto'
import { connect as connectSocket } from 'node:net'
import { GIFT_WRAP_KIND, MAX_ENCRYPTED_CONTENT, type NostrEvent, RecordKind } from '@distributed-town/protocol'
import fc from 'fast-check'
import { getEventHash } from 'nostr-tools/pure'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { findThreadRecord } from '../../src/db/town/records.ts'
import { removeExpired } from '../../src/relay/expire.ts'
import type { Limits } from '../../src/relay/limits.ts'
import { authEvent, connect } from './client.ts'
import {
  addGig,
  createPerson,
  found,
  leave,
  moveTo,
  now,
  type Person,
  sign,
  startTown,
  type Town,
  writeRecord,
} from './town.ts'

let town: Town
let communityId = 0
let alice: Person
let bob: Person
/** Lives in another town. */
let carol: Person
/** Has no wallet. */
const stranger = createPerson()

beforeAll(async () => {
  town = await startTown()
}, 60_000)
afterAll(() => town?.stop(), 60_000)

// A town of its own for each test.
const settle = async () => {
  communityId += 2
  await found(town, { id: communityId })
  await found(town, { id: communityId + 1 })
  alice = createPerson()
  bob = createPerson()
  carol = createPerson()
  await moveTo(town, alice, communityId)
  await moveTo(town, bob, communityId)
  await moveTo(town, carol, communityId + 1)
}

/** As a relay sees it: from a key made for it alone, encrypted, dated as its sender likes. */
const wrapFor = ({ key }: { key: string }, created_at = now(), bytes = 120): NostrEvent =>
  sign(createPerson(), {
    kind: GIFT_WRAP_KIND,
    tags: [['p', key]],
    content: `Ag${randomBytes(bytes).toString('base64')}`,
    created_at,
  })

const ACCEPTED = { accepted: true, reason: '' }
const refused = (reason: string) => ({ accepted: false, reason: expect.stringMatching(`^${reason}\\b`) })

test('a member writes, members read, and the bus tells of it', async () => {
  await settle()
  const events: unknown[] = []
  const unsubscribe = town.node.bus.subscribe((event) => events.push(event))
  const writer = await connect(town.url, alice)
  const record = writeRecord(alice, { communityId })
  expect(await writer.publish(record)).toEqual(ACCEPTED)
  unsubscribe()
  expect(events).toEqual([{ type: 'record', id: record.id, communityId, kind: RecordKind.Gig }])
  const reader = await connect(town.url, bob)
  reader.say('REQ', 'thread', { kinds: [RecordKind.Gig], '#h': [String(communityId)] })
  expect(await reader.hear('EVENT', 'thread')).toEqual(['EVENT', 'thread', record])
  await reader.hear('EOSE', 'thread')
})

test('writing needs no authentication: the signature says who writes', async () => {
  await settle()
  const client = await connect(town.url)
  expect(await client.publish(writeRecord(alice, { communityId }))).toEqual(ACCEPTED)
})

test('an event that is sent again is accepted again and kept once, also after its time', async () => {
  await settle()
  const client = await connect(town.url, bob)
  const record = writeRecord(alice, { communityId })
  await client.publish(record)
  const again = { accepted: true, reason: expect.stringMatching(/^duplicate: /) }
  expect(await client.publish(record)).toEqual(again)
  await leave(town, alice)
  expect(await client.publish(record)).toEqual(again)
  expect(await client.list({ '#h': [String(communityId)] })).toEqual([record.id])
})

test('the same event from many clients at once is kept and told of once', async () => {
  await settle()
  const record = writeRecord(alice, { communityId })
  const reader = await connect(town.url, bob)
  expect(await reader.list({ '#h': [String(communityId)] })).toEqual([])
  reader.say('REQ', 'live', { '#h': [String(communityId)] })
  await reader.hear('EOSE', 'live')
  const clients = await Promise.all(Array.from({ length: 8 }, () => connect(town.url)))
  const answers = await Promise.all(clients.map((client) => client.publish(record)))
  expect(answers.every(({ accepted }) => accepted)).toBe(true)
  expect(answers.filter(({ reason }) => reason === '')).toHaveLength(1)
  await reader.hear('EVENT', 'live')
  await reader.settle()
  expect(reader.heard).toEqual([])
})

test('nobody but a present member of the town writes', async () => {
  await settle()
  const client = await connect(town.url)
  const write = (person: Person, epoch = 1) => client.publish(writeRecord(person, { communityId, epoch }))
  expect(await write(stranger)).toEqual(refused('restricted: NOT_A_MEMBER'))
  expect(await write(carol)).toEqual(refused('restricted: NOT_A_MEMBER'))
  await leave(town, alice)
  expect(await write(alice, 1)).toEqual(refused('restricted: NOT_A_MEMBER'))
  expect(await write(alice, 2)).toEqual(refused('restricted: NOT_A_MEMBER'))
  expect(await client.publish(writeRecord(bob, { communityId: 999_999 }))).toEqual(refused('restricted: NOT_A_MEMBER'))
  const { rows } = await town.pool.query('select from town.record where community_id = any ($1)', [
    [communityId, 999_999],
  ])
  expect(rows).toHaveLength(0)
})

test('a replaced messaging key writes and reads no longer', async () => {
  await settle()
  const renewed = { ...createPerson(), walletId: alice.walletId }
  const client = await connect(town.url, alice)
  await moveTo(town, renewed, communityId)
  expect(await client.publish(writeRecord(alice, { communityId }))).toEqual(refused('restricted: NOT_A_MEMBER'))
  expect(await client.publish(writeRecord(renewed, { communityId }))).toEqual(ACCEPTED)
  expect(await client.list({ '#h': [String(communityId)] })).toMatch(/^restricted: NOT_A_MEMBER/)
})

test('a new epoch begins with a leaving: the old one is refused, the new one taken', async () => {
  await settle()
  const client = await connect(town.url)
  expect(await client.publish(writeRecord(bob, { communityId, epoch: 2 }))).toEqual(refused('invalid: OTHER_EPOCH'))
  await leave(town, alice)
  const late = await client.publish(writeRecord(bob, { communityId, epoch: 1 }))
  expect(late).toEqual(refused('invalid: OTHER_EPOCH'))
  expect(late.reason).toContain('the present one is 2')
  expect(await client.publish(writeRecord(bob, { communityId, epoch: 2 }))).toEqual(ACCEPTED)
})

test('forged ids and signatures are refused', async () => {
  await settle()
  const client = await connect(town.url)
  const record = writeRecord(alice, { communityId })
  const other = writeRecord(alice, { communityId })
  const forgeries: [NostrEvent, string][] = [
    [{ ...record, id: other.id }, 'WRONG_ID'],
    [{ ...record, content: other.content }, 'WRONG_ID'],
    [{ ...record, created_at: record.created_at + 1 }, 'WRONG_ID'],
    [{ ...record, sig: other.sig }, 'WRONG_SIGNATURE'],
    [{ ...record, sig: 'f'.repeat(128) }, 'WRONG_SIGNATURE'],
    [{ ...record, sig: '0'.repeat(128) }, 'WRONG_SIGNATURE'],
    // Somebody else in the name of a member.
    [{ ...sign(carol, { ...record, tags: record.tags }), pubkey: alice.key }, 'WRONG_ID'],
  ]
  for (const [event, code] of forgeries) expect(await client.publish(event)).toEqual(refused(`invalid: ${code}`))
  for (const pubkey of [alice.key, 'f'.repeat(64), '0'.repeat(64)]) {
    const unsigned = { ...sign(carol, { ...record, tags: record.tags }), pubkey }
    const forged = { ...unsigned, id: getEventHash(unsigned) }
    expect(await client.publish(forged)).toEqual(refused('invalid: WRONG_SIGNATURE'))
  }
  expect(await client.publish(record)).toEqual(ACCEPTED)
})

test('a record has the tags of a record, an encrypted content and a date of now', async () => {
  await settle()
  const client = await connect(town.url)
  const { kind, tags, content } = writeRecord(alice, { communityId })
  const h = ['h', String(communityId)]
  const epoch = ['epoch', '1']
  const cases: [Parameters<typeof sign>[1], string][] = [
    [{ kind, content, tags: [epoch] }, 'invalid: WRONG_TAGS'],
    [{ kind, content, tags: [h] }, 'invalid: WRONG_TAGS'],
    [{ kind, content, tags: [h, h, epoch] }, 'invalid: WRONG_TAGS'],
    [{ kind, content, tags: [h, ['h', String(communityId + 1)], epoch] }, 'invalid: WRONG_TAGS'],
    [{ kind, content, tags: [['h', `0${communityId}`], epoch] }, 'invalid: WRONG_TAGS'],
    [{ kind, content, tags: [['h', `${communityId}.0`], epoch] }, 'invalid: WRONG_TAGS'],
    [{ kind, content, tags: [['h', '99999999999999999999'], epoch] }, 'invalid: WRONG_TAGS'],
    [{ kind, content, tags: [h, ['epoch', '1'], ['epoch', '2']] }, 'invalid: WRONG_TAGS'],
    [{ kind, content, tags: [h, ['epoch', '01']] }, 'invalid: WRONG_TAGS'],
    [{ kind, content, tags: [h, epoch, ['x'.repeat(1025)]] }, 'invalid: TAGS_TOO_LARGE'],
    [{ kind, content, tags: Array.from({ length: 65 }, () => h) }, 'invalid: TAGS_TOO_LARGE'],
    [{ kind, content, tags: [h, epoch, ['t', '\0']] }, 'invalid: CONTROL_CHARACTER'],
    [{ kind, content: '\0', tags }, 'invalid: CONTROL_CHARACTER'],
    [{ kind, content: 'in plain words', tags }, 'invalid: NOT_ENCRYPTED'],
    [{ kind, content: 'A'.repeat(200), tags }, 'invalid: NOT_ENCRYPTED'],
    [{ kind, content: `Ag${'A'.repeat(MAX_ENCRYPTED_CONTENT)}`, tags }, 'invalid: CONTENT_TOO_LARGE'],
    [{ kind, content, tags, created_at: now() - 960 }, 'invalid: CREATED_AT_OUT_OF_RANGE'],
    [{ kind, content, tags, created_at: now() + 960 }, 'invalid: CREATED_AT_OUT_OF_RANGE'],
    [{ kind: 1, content, tags }, 'blocked: KIND_REFUSED'],
    [{ kind: 0, content, tags }, 'blocked: KIND_REFUSED'],
    [{ kind: 3845, content, tags }, 'blocked: KIND_REFUSED'],
    [{ kind: 22_242, content: '', tags: [] }, 'blocked: KIND_REFUSED'],
  ]
  for (const [template, reason] of cases) expect(await client.publish(sign(alice, template))).toEqual(refused(reason))
  for (const created_at of [now() - 840, now() + 840]) {
    expect(await client.publish(sign(alice, { kind, tags, content, created_at }))).toEqual(ACCEPTED)
  }
})

test('reading needs authentication', async () => {
  await settle()
  const client = await connect(town.url)
  await client.publish(writeRecord(alice, { communityId }))
  for (const filter of [
    {},
    { kinds: [RecordKind.Gig] },
    { '#h': [String(communityId)] },
    { kinds: [GIFT_WRAP_KIND], '#p': [alice.key] },
  ]) {
    expect(await client.list(filter)).toMatch(/^auth-required: AUTH_REQUIRED/)
  }
})

test('outsiders and former members find nothing of a town, whatever they ask for', async () => {
  await settle()
  const writer = await connect(town.url)
  const record = writeRecord(alice, { communityId })
  await writer.publish(record)
  const h = { '#h': [String(communityId)] }
  const former = await connect(town.url, bob)
  expect(await former.list(h)).toEqual([record.id])
  await leave(town, bob)
  for (const client of [former, await connect(town.url, carol), await connect(town.url, stranger)]) {
    expect(await client.list(h)).toMatch(/^restricted: NOT_A_MEMBER/)
    expect(await client.list({}, h)).toMatch(/^restricted: NOT_A_MEMBER/)
    expect(await client.list({ '#h': [String(communityId + 1), String(communityId)] })).toMatch(
      /^restricted: NOT_A_MEMBER/,
    )
    for (const filter of [
      {},
      { ids: [record.id] },
      { authors: [alice.key] },
      { since: 1 },
      { kinds: [RecordKind.Gig, 1059] },
    ]) {
      expect(await client.list(filter)).toEqual([])
    }
  }
})

test('live events reach present members only', async () => {
  await settle()
  const h = { '#h': [String(communityId)] }
  const [member, former, outsider] = [
    await connect(town.url, bob),
    await connect(town.url, carol),
    await connect(town.url, stranger),
  ]
  await moveTo(town, carol, communityId)
  for (const client of [member, former]) {
    client.say('REQ', 'live', h)
    await client.hear('EOSE', 'live')
  }
  for (const [i, filter] of [{}, { authors: [alice.key] }, { limit: 0 }].entries()) {
    outsider.say('REQ', `live ${i}`, filter)
    await outsider.hear('EOSE', `live ${i}`)
  }
  const first = writeRecord(alice, { communityId })
  const writer = await connect(town.url)
  await writer.publish(first)
  expect((await member.hear('EVENT', 'live'))[2]).toEqual(first)
  expect((await former.hear('EVENT', 'live'))[2]).toEqual(first)
  await leave(town, carol)
  const second = writeRecord(alice, { communityId, epoch: 2 })
  await writer.publish(second)
  expect((await member.hear('EVENT', 'live'))[2]).toEqual(second)
  await former.settle()
  await outsider.settle()
  expect([...former.heard, ...outsider.heard]).toEqual([])
})

test('several keys on one connection read what each may', async () => {
  await settle()
  const writer = await connect(town.url)
  const here = writeRecord(alice, { communityId })
  const there = writeRecord(carol, { communityId: communityId + 1 })
  await writer.publish(here)
  await writer.publish(there)
  const client = await connect(town.url, bob, carol)
  expect((await client.list({})).length).toBe(2)
})

test('authentication is for this connection, this relay, this moment and this key', async () => {
  await settle()
  const client = await connect(town.url)
  const { challenge } = client
  const answer = async (event: NostrEvent) => {
    client.say('AUTH', event)
    const [, , accepted, reason] = await client.hear('OK', event.id)
    return { accepted, reason }
  }
  const auth = (tags: string[][], more: object = {}) => sign(alice, { kind: 22_242, tags, ...more })
  const relay = ['relay', town.url]
  const given = ['challenge', challenge]
  const cases: [NostrEvent, string][] = [
    [authEvent(alice, { url: town.url, challenge: 'f'.repeat(64) }), 'WRONG_CHALLENGE'],
    [authEvent(alice, { url: 'wss://relay.example/relay', challenge }), 'WRONG_RELAY'],
    [authEvent(alice, { url: 'wss://127.0.0.1.example/relay', challenge }), 'WRONG_RELAY'],
    [authEvent(alice, { url: 'wss://127.0.0.1@relay.example/relay', challenge }), 'WRONG_RELAY'],
    [authEvent(alice, { url: town.url.replace('/relay', '/other'), challenge }), 'WRONG_RELAY'],
    [authEvent(alice, { url: 'not a url', challenge }), 'WRONG_RELAY'],
    [auth([given]), 'NOT_AN_AUTH_EVENT'],
    [auth([relay]), 'NOT_AN_AUTH_EVENT'],
    [auth([relay, given, ['challenge', 'another']]), 'NOT_AN_AUTH_EVENT'],
    [sign(alice, { kind: 1, tags: [relay, given] }), 'NOT_AN_AUTH_EVENT'],
    [auth([relay, given], { created_at: now() - 1000 }), 'CREATED_AT_OUT_OF_RANGE'],
    [{ ...auth([relay, given]), pubkey: bob.key }, 'WRONG_ID'],
    [{ ...auth([relay, given]), sig: auth([given]).sig }, 'WRONG_SIGNATURE'],
  ]
  for (const [event, code] of cases) expect(await answer(event)).toEqual(refused(`invalid: ${code}`))
  expect(await client.list({})).toMatch(/^auth-required/)
  const good = authEvent(alice, { url: `${town.url}/`, challenge })
  expect(await answer(good)).toEqual(ACCEPTED)
  expect(await client.list({})).toEqual([])
  // Heard on one connection, said on another.
  const eve = await connect(town.url)
  eve.say('AUTH', good)
  expect(await eve.hear('OK', good.id)).toEqual(['OK', good.id, false, expect.stringMatching('WRONG_CHALLENGE')])
})

test('a mailbox is for its owner only, stored and live', async () => {
  await settle()
  const sender = await connect(town.url, carol)
  const wrap = wrapFor(alice)
  expect(await sender.publish(wrap)).toEqual(ACCEPTED)
  const owner = await connect(town.url, alice)
  const others = [await connect(town.url, bob), await connect(town.url, stranger)]
  const box = { kinds: [GIFT_WRAP_KIND], '#p': [alice.key] }
  expect(await owner.list(box)).toEqual([wrap.id])
  expect(await owner.list({})).toEqual([wrap.id])
  expect(await owner.list({ kinds: [GIFT_WRAP_KIND] })).toEqual([wrap.id])
  for (const client of others) {
    expect(await client.list(box)).toMatch(/^restricted: NOT_YOUR_MAILBOX/)
    const filters = [
      {},
      { kinds: [GIFT_WRAP_KIND] },
      { ids: [wrap.id] },
      { '#p': [alice.key] },
      { kinds: [GIFT_WRAP_KIND, 5] },
    ]
    for (const [i, filter] of filters.entries()) {
      expect(await client.list(filter)).toEqual([])
      client.say('REQ', `live ${i}`, filter)
      await client.hear('EOSE', `live ${i}`)
    }
  }
  owner.say('REQ', 'box', box)
  await owner.hear('EOSE', 'box')
  await owner.hear('EVENT', 'box')
  const second = wrapFor(alice)
  await sender.publish(second)
  expect((await owner.hear('EVENT', 'box'))[2]).toEqual(second)
  for (const client of others) {
    await client.settle()
    expect(client.heard).toEqual([])
  }
})

test('a limit counts only what its reader may have', async () => {
  await settle()
  const sender = await connect(town.url, carol)
  const own = wrapFor(alice, now() - 3600)
  await sender.publish(own)
  for (let i = 0; i < 5; i++) await sender.publish(wrapFor(bob, now() + 600))
  const owner = await connect(town.url, alice)
  expect(await owner.list({ kinds: [GIFT_WRAP_KIND], limit: 1 })).toEqual([own.id])
  expect(await owner.list({ limit: 1 })).toEqual([own.id])
})

test('a mailbox comes in the order of arrival, latest first; records by date', async () => {
  await settle()
  const client = await connect(town.url, alice)
  const wraps = [0, -100_000, -5_000, -170_000, -60].map((back) => wrapFor(alice, now() + back))
  for (const wrap of wraps) await client.publish(wrap)
  const arrived = wraps.map(({ id }) => id).toReversed()
  expect(await client.list({ kinds: [GIFT_WRAP_KIND] })).toEqual(arrived)
  expect(await client.list({ kinds: [GIFT_WRAP_KIND], limit: 2 })).toEqual(arrived.slice(0, 2))
  const records = [-300, 200, -10, 500].map((offset) => writeRecord(bob, { communityId, createdAt: now() + offset }))
  for (const record of records) await client.publish(record)
  const dated = records.toSorted((a, b) => b.created_at - a.created_at).map(({ id }) => id)
  expect(await client.list({ kinds: [RecordKind.Gig] })).toEqual(dated)
})

test('gift wraps are taken for known keys, encrypted, with one recipient', async () => {
  await settle()
  const client = await connect(town.url, bob)
  expect(await client.publish(wrapFor(stranger))).toEqual(refused('restricted: UNKNOWN_RECIPIENT'))
  const { content } = wrapFor(alice)
  const wrap = (tags: string[][], text = content) =>
    client.publish(sign(stranger, { kind: GIFT_WRAP_KIND, tags, content: text }))
  expect(await wrap([])).toEqual(refused('invalid: WRONG_TAGS'))
  expect(
    await wrap([
      ['p', alice.key],
      ['p', bob.key],
    ]),
  ).toEqual(refused('invalid: WRONG_TAGS'))
  expect(await wrap([['p', alice.key.toUpperCase()]])).toEqual(refused('invalid: WRONG_TAGS'))
  expect(await wrap([['p', alice.key]], 'hello')).toEqual(refused('invalid: NOT_ENCRYPTED'))
  expect(await client.publish(wrapFor(alice, now() - 3 * 86_400))).toEqual(refused('invalid: CREATED_AT_OUT_OF_RANGE'))
})

test('filters match exactly', async () => {
  await settle()
  const client = await connect(town.url, alice)
  const gig = writeRecord(alice, { communityId, createdAt: now() - 100 })
  const comment = writeRecord(bob, { communityId, gigRecord: gig.id })
  await client.publish(gig)
  await client.publish(comment)
  const both = [comment.id, gig.id]
  const cases: [object[], string[]][] = [
    [[{ ids: [gig.id] }], [gig.id]],
    [[{ ids: [] }], []],
    [[{ authors: [bob.key] }], [comment.id]],
    [[{ authors: [bob.key], kinds: [RecordKind.Gig] }], []],
    [[{ kinds: [RecordKind.Gig, RecordKind.Comment] }], both],
    [[{ kinds: [] }], []],
    [[{ '#e': [gig.id] }], [comment.id]],
    [[{ '#e': [comment.id, gig.id], '#h': [String(communityId)] }], [comment.id]],
    [[{ '#e': [gig.id.slice(0, 63)] }], []],
    [[{ '#e': ['%'] }], []],
    [[{ '#e': ["' or true --"] }], []],
    [[{ '#t': [gig.id] }], []],
    [[{ since: gig.created_at, until: gig.created_at }], [gig.id]],
    [[{ since: gig.created_at + 1 }], [comment.id]],
    [[{ until: gig.created_at }], [gig.id]],
    [[{ until: 0 }], []],
    [[{ limit: 1 }], [comment.id]],
    [[{ limit: 0 }], []],
    [
      [{ ids: [gig.id] }, { kinds: [RecordKind.Gig] }, { ids: [comment.id] }],
      [gig.id, comment.id],
    ],
  ]
  for (const [filters, ids] of cases) expect([filters, await client.list(...filters)]).toEqual([filters, ids])
})

test('pages of stored events join without gaps', async () => {
  await settle()
  const client = await connect(town.url, alice)
  // Many with the same date, so that pages end among them.
  const ids: string[] = []
  for (let i = 0; i < 30; i++) {
    const record = writeRecord(alice, { communityId, createdAt: now() - (i % 3) })
    await client.publish(record)
    ids.push(record.id)
  }
  const all = await client.list({ kinds: [RecordKind.Gig] })
  expect(new Set(all)).toEqual(new Set(ids))
  town = await town.restart({ page: 4, events: 27 })
  const reader = await connect(town.url, bob)
  expect(await reader.list({ kinds: [RecordKind.Gig], limit: 18 })).toEqual(all.slice(0, 18))
  expect(await reader.list({ kinds: [RecordKind.Gig] })).toEqual(all.slice(0, 27))
  town = await town.restart()
})

test('the author deletes a record, and it does not come back', async () => {
  await settle()
  const client = await connect(town.url, bob)
  const record = writeRecord(alice, { communityId })
  await client.publish(record)
  const deletion = (person: Person, ...ids: string[]) => sign(person, { kind: 5, tags: ids.map((id) => ['e', id]) })
  expect(await client.publish(deletion(bob, record.id))).toEqual(refused('invalid: NOTHING_TO_DELETE'))
  expect(await client.publish(deletion(carol, record.id))).toEqual(refused('invalid: NOTHING_TO_DELETE'))
  expect(await client.publish(deletion(alice, 'f'.repeat(64)))).toEqual(refused('invalid: NOTHING_TO_DELETE'))
  expect(await client.publish(deletion(alice))).toEqual(refused('invalid: NOTHING_TO_DELETE'))
  client.say('REQ', 'live', { kinds: [5] })
  await client.hear('EOSE', 'live')
  const request = deletion(alice, record.id)
  expect(await client.publish(request)).toEqual(ACCEPTED)
  expect((await client.hear('EVENT', 'live'))[2]).toEqual(request)
  expect(await client.list({})).toEqual([request.id])
  expect(await client.publish(record)).toEqual(refused('blocked: DELETED'))
  expect((await client.publish(request)).reason).toMatch(/^duplicate: /)
  expect(
    (
      await client.publish(
        sign(alice, {
          kind: 5,
          tags: [
            ['e', record.id],
            ['k', '3841'],
          ],
        }),
      )
    ).reason,
  ).toMatch(/^duplicate: /)
  // Of a deleted record nothing is left but its id.
  const { rows } = await town.pool.query('select event, tags from town.record where id = $1', [record.id])
  expect(rows).toEqual([{ event: null, tags: [] }])
})

test('a record that an unfinished gig refers to stays, and with it all that one request names', async () => {
  await settle()
  const client = await connect(town.url, bob)
  const gig = writeRecord(alice, { communityId })
  const work = writeRecord(bob, { communityId, gigRecord: gig.id })
  const other = writeRecord(alice, { communityId })
  for (const record of [gig, work, other]) expect(await client.publish(record)).toEqual(ACCEPTED)
  const chainGig = { id: communityId * 2 ** 24 + 1, communityId, creator: alice, record: gig.id, work: work.id }
  const remove = (person: Person, ...ids: string[]) =>
    client.publish(sign(person, { kind: 5, tags: ids.map((id) => ['e', id]) }))
  for (const state of ['Proposed', 'Open', 'Taking', 'Taken', 'Submitted', 'Completing', 'Completed', 'Disputed']) {
    await addGig(town, { ...chainGig, state })
    expect(await remove(alice, gig.id)).toEqual(refused('blocked: RECORD_IN_USE'))
    expect(await remove(alice, other.id, gig.id)).toEqual(refused('blocked: RECORD_IN_USE'))
    expect(await remove(bob, work.id)).toEqual(refused('blocked: RECORD_IN_USE'))
  }
  expect((await client.list({ ids: [gig.id, work.id, other.id] })).length).toBe(3)
  await addGig(town, { ...chainGig, state: 'Rated' })
  expect(await remove(alice, gig.id, other.id)).toEqual(ACCEPTED)
  expect(await client.list({ ids: [gig.id, work.id, other.id] })).toEqual([work.id])
})

test('records of several towns are deleted one town at a time', async () => {
  await settle()
  const client = await connect(town.url)
  const here = writeRecord(alice, { communityId })
  await client.publish(here)
  await moveTo(town, alice, communityId + 1)
  const there = writeRecord(alice, { communityId: communityId + 1 })
  await client.publish(there)
  const tags = [here, there].map(({ id }) => ['e', id])
  expect(await client.publish(sign(alice, { kind: 5, tags }))).toEqual(refused('invalid: SEVERAL_TOWNS'))
  // Also what one wrote in a town that one has left.
  for (const tag of tags) expect(await client.publish(sign(alice, { kind: 5, tags: [tag] }))).toEqual(ACCEPTED)
})

test('a record of a thread is found by its id, a wrap never', async () => {
  await settle()
  const client = await connect(town.url, alice)
  const record = writeRecord(alice, { communityId })
  const wrap = wrapFor(alice)
  await client.publish(record)
  await client.publish(wrap)
  expect(await findThreadRecord(town.node, { id: record.id })).toEqual(record)
  expect(await findThreadRecord(town.node, { id: wrap.id })).toBeUndefined()
})

test('whatever is no message gets a notice, and the connection lives on', async () => {
  await settle()
  const client = await connect(town.url, alice)
  const garbage = [
    '',
    ' ',
    '{',
    'null',
    '1',
    '"EVENT"',
    '{}',
    '[]',
    '[null]',
    '[[]]',
    '["COUNT","x",{}]',
    '["EVENT"]',
    '["EVENT",null]',
    '["EVENT",[]]',
    '["REQ"]',
    '["REQ",1,{}]',
    '["REQ","",{}]',
    `["REQ","${'x'.repeat(65)}",{}]`,
    '["CLOSE"]',
    '["CLOSE",{}]',
    '["AUTH"]',
    '["AUTH","challenge"]',
    '["EVENT",{"id":1}]',
    '\u0000',
    '["\\ud800"]',
    '["REQ","\\ud800",{}]',
    '['.repeat(60_000),
    '[['.repeat(30_000),
    `["${'x'.repeat(70_000)}"]`,
    '{"__proto__":1}',
  ]
  for (const text of garbage) {
    client.socket.send(text)
    expect((await client.hear('NOTICE'))[1]).toMatch(/^invalid: /)
  }
  client.socket.send(Buffer.from([0, 1, 2, 255]), { binary: true })
  expect((await client.hear('NOTICE'))[1]).toMatch(/^invalid: MALFORMED_MESSAGE/)
  expect(await client.list({})).toEqual([])
})

test('malformed events are refused by the id they name', async () => {
  await settle()
  const client = await connect(town.url)
  const record = writeRecord(alice, { communityId })
  const malformed = [
    { pubkey: undefined },
    { pubkey: alice.key.toUpperCase() },
    { created_at: '1' },
    { created_at: 1.5 },
    { created_at: -1 },
    { created_at: 1e300 },
    { kind: null },
    { kind: -1 },
    { kind: 65_536 },
    { kind: 3841.5 },
    { tags: {} },
    { tags: [1] },
    { tags: [[1]] },
    { tags: 'h' },
    { content: {} },
    { content: null },
    { sig: '' },
    { sig: 'zz'.repeat(64) },
    { sig: 1 },
  ]
  for (const change of malformed) {
    client.say('EVENT', { ...record, ...change })
    expect((await client.hear('OK', record.id)).slice(2)).toEqual([
      false,
      expect.stringMatching(/^invalid: MALFORMED_EVENT/),
    ])
  }
  client.say('EVENT', { ...record, content: 'A'.repeat(70_000) })
  expect((await client.hear('OK', record.id))[3]).toMatch(/^invalid: MESSAGE_TOO_LARGE/)
  // Fields that are not signed are not kept.
  const event = { ...record, extra: 'x'.repeat(1000) }
  client.say('EVENT', event)
  expect((await client.hear('OK', record.id))[2]).toBe(true)
  const reader = await connect(town.url, bob)
  reader.say('REQ', 'one', { ids: [record.id] })
  expect((await reader.hear('EVENT', 'one'))[2]).toEqual(record)
})

test('malformed filters close their subscription', async () => {
  await settle()
  const client = await connect(town.url, alice)
  const malformed: unknown[][] = [
    [],
    [null],
    [[]],
    ['x'],
    [1],
    [{ ids: 'x' }],
    [{ ids: ['x'] }],
    [{ authors: [1] }],
    [{ kinds: ['1'] }],
    [{ kinds: [1.5] }],
    [{ kinds: 1 }],
    [{ since: '1' }],
    [{ since: -1 }],
    [{ until: 1.5 }],
    [{ limit: -1 }],
    [{ limit: 'x' }],
    [{ '#e': 'x' }],
    [{ '#e': [1] }],
    [{ '#e': ['\0'] }],
    [{}, null],
    [{ since: 1e300 }],
  ]
  for (const filters of malformed) {
    client.say('REQ', 'sub', ...filters)
    expect([filters, (await client.hear('CLOSED', 'sub'))[2]]).toEqual([
      filters,
      expect.stringMatching(/^invalid: MALFORMED_FILTER/),
    ])
  }
  for (const filter of [{ search: 'x' }, { '#ee': ['x'] }, { '#1': ['x'] }, { '#': [] }]) {
    client.say('REQ', 'sub', filter)
    expect((await client.hear('CLOSED', 'sub'))[2]).toMatch(/^unsupported: UNSUPPORTED_FILTER/)
  }
  client.say('REQ', 'sub', ...Array.from({ length: 11 }, () => ({})))
  expect((await client.hear('CLOSED', 'sub'))[2]).toMatch(/^invalid: TOO_MANY_FILTERS/)
  client.say('REQ', 'sub', { kinds: Array.from({ length: 257 }, (_, kind) => kind) })
  expect((await client.hear('CLOSED', 'sub'))[2]).toMatch(/^invalid: TOO_MANY_FILTERS/)
})

test('whatever JSON a message is made of, it has an answer, and none is a fault of the relay', async () => {
  await settle()
  town = await town.restart({ messagesPerSecond: 1e6, burst: 1e6 })
  const client = await connect(town.url, alice)
  const record = writeRecord(alice, { communityId })
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\0', '\ud800', '%', "'", record.id))
  const number = fc.oneof(fc.integer({ min: -1 }), fc.maxSafeInteger(), fc.double())
  const value = fc.oneof(fc.jsonValue(), text, number, fc.array(text), fc.array(number))
  const field = fc.constantFrom(
    'ids',
    'authors',
    'kinds',
    '#e',
    '#h',
    '#p',
    '#x',
    'since',
    'until',
    'limit',
    'search',
    '__proto__',
  )
  const message = fc.oneof(
    fc.tuple(fc.constantFrom('EVENT', 'REQ', 'CLOSE', 'AUTH', 'COUNT'), value, value),
    fc.tuple(fc.constant('REQ'), fc.constant('x'), fc.dictionary(field, value)),
    fc.tuple(
      fc.constantFrom('EVENT', 'AUTH'),
      fc.dictionary(fc.constantFrom(...Object.keys(record)), value).map((change) => ({ ...record, ...change })),
    ),
  )
  for (const said of fc.sample(message, { numRuns: 1000, seed: 7 })) client.say(...said)
  await client.settle()
  expect(client.heard.length).toBeGreaterThan(900)
  expect(client.heard.filter((heard) => JSON.stringify(heard).includes('INTERNAL'))).toEqual([])
  town = await town.restart()
}, 60_000)

test('at most 20 subscriptions; closed and replaced ones make room', async () => {
  await settle()
  const client = await connect(town.url, alice)
  for (let i = 0; i < 20; i++) {
    client.say('REQ', `sub ${i}`, {})
    await client.hear('EOSE', `sub ${i}`)
  }
  client.say('REQ', 'sub 20', {})
  expect((await client.hear('CLOSED', 'sub 20'))[2]).toMatch(/^rate-limited: TOO_MANY_SUBSCRIPTIONS/)
  client.say('REQ', 'sub 3', { limit: 0 })
  await client.hear('EOSE', 'sub 3')
  client.say('CLOSE', 'sub 4')
  client.say('REQ', 'sub 20', {})
  await client.hear('EOSE', 'sub 20')
  await client.publish(writeRecord(alice, { communityId }))
  for (let i = 0; i <= 20; i++) if (i !== 4) await client.hear('EVENT', `sub ${i}`)
  expect(client.heard).toEqual([])
})

test('a frame above the limit ends its connection and no other', async () => {
  await settle()
  const other = await connect(town.url, alice)
  const client = await connect(town.url)
  const ended = new Promise<number>((resolve) => client.socket.once('close', resolve))
  client.socket.send(' '.repeat(300_000))
  expect(await ended).toBe(1009)
  expect(await other.list({})).toEqual([])
})

test('broken frames and handshakes end their connection and no other', async () => {
  await settle()
  const other = await connect(town.url, alice)
  const { port, hostname } = new URL(town.url)
  const headers = (path: string) =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`
  const speak = (text: string, bytes: Buffer = Buffer.alloc(0)) =>
    new Promise<string>((resolve, reject) => {
      const socket = connectSocket(Number(port), hostname)
      let heard = ''
      socket.on('data', (data) => {
        heard += data.toString('latin1')
        if (heard.includes('\r\n\r\n') && bytes.length > 0) socket.write(bytes)
      })
      socket.on('close', () => resolve(heard))
      socket.on('error', reject)
      socket.write(text)
    })
  // A frame with reserved bits, one that isn't masked, text that isn't UTF-8, a continuation of nothing.
  for (const frame of [
    'f1850102030405060708',
    '8105aabbccddee',
    '8182000000000c0c'.replace('0c0c', 'c328'),
    '80850000000000000000',
  ]) {
    expect(await speak(headers('/relay'), Buffer.from(frame, 'hex'))).toMatch(/^HTTP\/1.1 101/)
  }
  expect(await speak(headers('/other'))).toMatch(/^HTTP\/1.1 404/)
  expect(await speak(headers('/relay/x'))).toMatch(/^HTTP\/1.1 404/)
  expect(await speak(headers('/relay').replace('Sec-WebSocket-Key', 'X'))).toMatch(/^HTTP\/1.1 400/)
  expect(await other.list({})).toEqual([])
})

test('a client that says too much is slowed down, then sent away', async () => {
  await settle()
  const client = await connect(town.url, alice)
  const record = writeRecord(alice, { communityId })
  for (let i = 0; i < 260; i++) client.say('REQ', 'x', { limit: 0 })
  client.say('EVENT', record)
  expect((await client.hear('CLOSED', 'x'))[2]).toMatch(/^rate-limited: TOO_MANY_MESSAGES/)
  expect((await client.hear('OK', record.id)).slice(2)).toEqual([
    false,
    expect.stringMatching(/^rate-limited: TOO_MANY_MESSAGES/),
  ])
  const ended = new Promise<number>((resolve) => client.socket.once('close', resolve))
  for (let i = 0; i < 2000; i++) client.say('CLOSE', 'x')
  expect(await ended).toBe(1008)
})

test('connections of one address share what may be said in a time, and forgeries count for more', async () => {
  await settle()
  town = await town.restart({ messagesPerSecondPerAddress: 0.001, burstPerAddress: 30, forgeryCost: 10 })
  const [first, second] = [await connect(town.url), await connect(town.url)]
  const record = writeRecord(alice, { communityId })
  for (const client of [first, second])
    expect(await client.publish({ ...record, sig: '0'.repeat(128) })).toEqual(refused('invalid: WRONG_SIGNATURE'))
  for (let i = 0; i < 8; i++) expect(await first.publish(writeRecord(alice, { communityId }))).toEqual(ACCEPTED)
  for (const client of [first, second])
    expect(await client.publish(record)).toEqual(refused('rate-limited: TOO_MANY_MESSAGES'))
  // Nor do they get it back by coming again.
  await Promise.all([first.close(), second.close()])
  const third = await connect(town.url)
  expect(await third.publish(record)).toEqual(refused('rate-limited: TOO_MANY_MESSAGES'))
  town = await town.restart()
})

test.each([
  ['its own', { bufferedBytes: 100_000, closeMs: 500 }],
  // No time to read the reason: until then others could take the room as well.
  ['all', { bufferedBytesInAll: 100_000, closeMs: 60_000 }],
])(
  'a reader that does not read is sent away at the limit of %s, and writers do not wait for it',
  async (_, limits) => {
    await settle()
    // The network takes some MB before anything waits in the relay.
    town = await town.restart({ ...limits, messagesPerSecond: 1e6, burst: 1e6, wrapsPerSender: 1000 })
    const writer = await connect(town.url, carol)
    const [reader, other] = [await connect(town.url, bob), await connect(town.url, bob)]
    for (const client of [reader, other]) {
      client.say('REQ', 'box', { kinds: [GIFT_WRAP_KIND] })
      await client.hear('EOSE', 'box')
    }
    reader.socket.pause()
    let written = 0
    while (town.relay.connections() > 2) {
      expect(await writer.publish(wrapFor(bob, now(), 45_000))).toEqual(ACCEPTED)
      written += 1
    }
    expect(written).toBeGreaterThan(10)
    for (let i = 0; i < written; i++) await other.hear('EVENT', 'box')
    reader.socket.terminate()
    town = await town.restart()
  },
  20_000,
)

test('a slow reader that reads on gets what waited, and why it is sent away', async () => {
  await settle()
  const limits = { messagesPerSecond: 1e6, burst: 1e6, wrapsPerSender: 1000, closeMs: 60_000 }
  town = await town.restart({ bufferedBytes: 50_000, ...limits })
  const [writer, reader] = [await connect(town.url, carol), await connect(town.url, bob)]
  reader.say('REQ', 'box', { kinds: [GIFT_WRAP_KIND] })
  await reader.hear('EOSE', 'box')
  const ended = new Promise<[number, string]>((resolve) => {
    reader.socket.once('close', (code, reason) => resolve([code, String(reason)]))
  })
  reader.socket.pause()
  // Until it is no longer among those that are told of new events.
  for (let i = 0; i < 250; i++) await writer.publish(wrapFor(bob, now(), 45_000))
  reader.socket.resume()
  expect(await ended).toEqual([1008, expect.stringMatching(/^error: TOO_SLOW/)])
  expect(reader.heard.every(([type]) => type === 'EVENT')).toBe(true)
  expect(reader.heard.length).toBeGreaterThan(0)
  town = await town.restart()
}, 60_000)

test('an author and a mailbox have so much a day', async () => {
  await settle()
  town = await town.restart({ authorEventsPerDay: 3, wrapsPerDay: 2 })
  const [client, sender] = [await connect(town.url, alice), await connect(town.url, carol)]
  const write = (person: Person) =>
    client.publish(writeRecord(person, { communityId, createdAt: Math.floor(town.node.clock() / 1000) }))
  for (let i = 0; i < 3; i++) expect(await write(alice)).toEqual(ACCEPTED)
  expect(await write(alice)).toEqual(refused('rate-limited: TOO_MANY_RECORDS'))
  expect(await write(bob)).toEqual(ACCEPTED)
  for (let i = 0; i < 2; i++) expect(await sender.publish(wrapFor(alice))).toEqual(ACCEPTED)
  expect(await sender.publish(wrapFor(alice))).toEqual(refused('rate-limited: MAILBOX_FULL'))
  expect(await sender.publish(wrapFor(bob))).toEqual(ACCEPTED)
  // What they bring to mailboxes counts for authors as well.
  expect(await sender.publish(wrapFor(bob))).toEqual(refused('rate-limited: TOO_MANY_RECORDS'))
  town.pass(86_401)
  expect(await write(alice)).toEqual(ACCEPTED)
  expect(await sender.publish(wrapFor(alice, now() + 86_401))).toEqual(ACCEPTED)
  town = await town.restart()
})

test('bytes count as well: of an author, of a town, of a mailbox, of all', async () => {
  await settle()
  const bytes = Buffer.byteLength(JSON.stringify(writeRecord(alice, { communityId })))
  const publish = async (limits: Partial<Limits>, event: NostrEvent) => {
    town = await town.restart(limits)
    const answer = await (await connect(town.url, carol)).publish(event)
    return answer
  }
  const fromAlice = () => writeRecord(alice, { communityId })
  expect(await publish({ authorBytesPerDay: bytes - 1 }, fromAlice())).toEqual(
    refused('rate-limited: TOO_MANY_RECORDS'),
  )
  expect(await publish({ authorBytesPerDay: bytes + 20 }, fromAlice())).toEqual(ACCEPTED)
  expect(await publish({ authorBytesPerDay: bytes + 20 }, fromAlice())).toEqual(
    refused('rate-limited: TOO_MANY_RECORDS'),
  )
  expect(await publish({ townBytesPerDay: bytes + 20 }, fromAlice())).toEqual(refused('rate-limited: TOWN_DAY_USED'))
  expect(await publish({ townEventsPerDay: 1 }, fromAlice())).toEqual(refused('rate-limited: TOWN_DAY_USED'))
  expect(await publish({ townBytes: bytes + 20 }, fromAlice())).toEqual(refused('blocked: TOWN_FULL'))
  expect(await publish({ relayBytes: 1 }, fromAlice())).toEqual(refused('blocked: RELAY_FULL'))
  expect(await publish({ relayBytes: 1 }, wrapFor(alice))).toEqual(refused('blocked: RELAY_FULL'))
  for (const limits of [{ mailboxBytes: 300 }, { mailboxBytesPerDay: 300 }])
    expect(await publish({ ...limits, wrapsPerDay: 1 }, wrapFor(alice))).toEqual(refused('rate-limited: MAILBOX_FULL'))
  // Another town has its own.
  expect(await publish({ townBytes: bytes + 20 }, writeRecord(carol, { communityId: communityId + 1 }))).toEqual(
    ACCEPTED,
  )
  town = await town.restart()
}, 30_000)

test('what is deleted makes room in the town', async () => {
  await settle()
  const record = writeRecord(alice, { communityId, text: 'x'.repeat(4000) })
  const bytes = Buffer.byteLength(JSON.stringify(record))
  town = await town.restart({ townBytes: bytes + 1000 })
  const client = await connect(town.url, alice)
  expect(await client.publish(record)).toEqual(ACCEPTED)
  const another = writeRecord(bob, { communityId, text: 'y'.repeat(4000) })
  expect(await client.publish(another)).toEqual(refused('blocked: TOWN_FULL'))
  expect(await client.publish(sign(alice, { kind: 5, tags: [['e', record.id]] }))).toEqual(ACCEPTED)
  expect(await client.publish(another)).toEqual(ACCEPTED)
  // What is counted is what is there.
  const { rows } = await town.pool.query(
    `select bytes, (select sum(octet_length(event)) from town.record where community_id = $1) as kept
     from town.usage where scope = 'town:' || $1`,
    [communityId],
  )
  expect(rows[0].bytes).toBe(rows[0].kept)
  town = await town.restart()
})

test('a quota ends in the middle of what is written at once', async () => {
  await settle()
  town = await town.restart({ authorEventsPerDay: 10 })
  const client = await connect(town.url)
  const records = Array.from({ length: 40 }, (_, i) => writeRecord(i % 2 ? alice : bob, { communityId }))
  const answers = await Promise.all(records.map((record) => client.publish(record)))
  expect(answers.filter(({ accepted }) => accepted)).toHaveLength(20)
  const { rows } = await town.pool.query(
    'select pubkey, count(*) from town.record where community_id = $1 group by 1',
    [communityId],
  )
  expect(rows.map(({ count }) => count)).toEqual([10n, 10n])
  town = await town.restart()
})

test('events that arrive together are judged each for itself', async () => {
  await settle()
  // Something that only the database refuses.
  await town.pool.query(`create or replace function town.refuse() returns trigger language plpgsql as $$
    begin if new.event like '%AgPoison%' then raise exception 'poison'; end if; return new; end $$`)
  await town.pool.query(
    'create trigger poison before insert on town.record for each row execute function town.refuse()',
  )
  const client = await connect(town.url, alice)
  const good = Array.from({ length: 30 }, () => writeRecord(alice, { communityId }))
  const twice = writeRecord(bob, { communityId })
  const old = writeRecord(bob, { communityId, epoch: 7 })
  const foreign = writeRecord(carol, { communityId })
  const { kind, tags } = twice
  const poison = sign(alice, { kind, tags, content: `AgPoison${'A'.repeat(200)}` })
  const events = [...good.slice(0, 15), twice, old, poison, foreign, twice, ...good.slice(15)]
  for (const event of events) client.say('EVENT', event)
  for (const { id } of good) expect((await client.hear('OK', id))[2]).toBe(true)
  expect((await client.hear('OK', old.id))[3]).toMatch(/^invalid: OTHER_EPOCH/)
  expect((await client.hear('OK', foreign.id))[3]).toMatch(/^restricted: NOT_A_MEMBER/)
  expect((await client.hear('OK', poison.id))[3]).toMatch(/^error: INTERNAL/)
  const both = [await client.hear('OK', twice.id), await client.hear('OK', twice.id)]
  expect(both.map(([, , accepted]) => accepted)).toEqual([true, true])
  expect(both.filter(([, , , reason]) => reason === '')).toHaveLength(1)
  await town.pool.query('drop trigger poison on town.record')
  expect(await client.list({ '#h': [String(communityId)] })).toHaveLength(31)
})

test('what a client says after its records finds them kept', async () => {
  await settle()
  const client = await connect(town.url, alice)
  const records = Array.from({ length: 50 }, () => writeRecord(alice, { communityId }))
  for (const record of records) client.say('EVENT', record)
  client.say('REQ', 'all', { '#h': [String(communityId)] })
  await client.hear('EOSE', 'all')
  expect(client.heard.filter(([type]) => type === 'EVENT')).toHaveLength(50)
})

test('a wrap whose time is over is refused, not served and removed; records have no such time', async () => {
  await settle()
  town = await town.restart({ expireEveryMs: 100 })
  const sender = await connect(town.url, carol)
  const expiring = (expiration: string, ...more: string[][]) =>
    sign(createPerson(), {
      kind: GIFT_WRAP_KIND,
      tags: [['p', alice.key], ['expiration', expiration], ...more],
      content: `Ag${randomBytes(120).toString('base64')}`,
    })
  expect(await sender.publish(expiring(String(now() - 1)))).toEqual(refused('invalid: EXPIRED'))
  for (const wrong of ['', '-1', '1e9', 'soon', '9'.repeat(13)])
    expect(await sender.publish(expiring(wrong))).toEqual(refused('invalid: WRONG_TAGS'))
  const twice = expiring(String(now() + 60), ['expiration', String(now() + 90)])
  expect(await sender.publish(twice)).toEqual(refused('invalid: WRONG_TAGS'))
  const { kind, content, tags } = writeRecord(alice, { communityId })
  const record = sign(alice, { kind, content, tags: [...tags, ['expiration', String(now() + 60)]] })
  expect(await sender.publish(record)).toEqual(refused('invalid: WRONG_TAGS'))

  const [kept, gone] = [wrapFor(alice), expiring(String(now() + 60))]
  for (const wrap of [kept, gone]) expect(await sender.publish(wrap)).toEqual(ACCEPTED)
  const reader = await connect(town.url, alice)
  expect(await reader.list({ kinds: [GIFT_WRAP_KIND] })).toEqual([gone.id, kept.id])
  town.pass(61)
  expect(await reader.list({ kinds: [GIFT_WRAP_KIND] })).toEqual([kept.id])
  expect(await reader.list({ ids: [gone.id] })).toEqual([])
  const rowsOf = async () =>
    (await town.pool.query<{ id: string }>('select id from town.record where recipient = $1 order by seq', [alice.key]))
      .rows
  // A clock that was an hour ahead and is set right has cost nothing.
  town.pass(3_600)
  await removeExpired(town.node)
  town.pass(-3_661)
  expect(await reader.list({ kinds: [GIFT_WRAP_KIND] })).toEqual([gone.id, kept.id])
  town.pass(86_400 + 61)
  await expect.poll(rowsOf).toEqual([{ id: kept.id }])
  const { rows } = await town.pool.query<{ bytes: bigint }>('select bytes from town.usage where scope = $1', [
    `mailbox:${alice.key}`,
  ])
  expect(rows[0]?.bytes).toBe(BigInt(Buffer.byteLength(JSON.stringify(kept))))
  expect(await sender.publish(gone)).toEqual(refused('invalid: EXPIRED'))

  const all = [`author:${carol.key}`, `mailbox:${alice.key}`, `mailbox:${carol.key}`].toSorted()
  const listScopes = async () =>
    (
      await town.pool.query<{ scope: string }>('select scope from town.usage where scope = any($1) order by scope', [
        all,
      ])
    ).rows.map(({ scope }) => scope)
  await town.pool.query(`insert into town.usage values ('mailbox:' || $1, $2, 1, 1, 0)`, [
    carol.key,
    Math.floor(now() / 86_400),
  ])
  expect(await listScopes()).toEqual(all)
  town.pass(2 * 86_400)
  // The counts of those who are gone go too, after what is kept of them.
  await removeExpired(town.node)
  expect(await listScopes()).toEqual([`mailbox:${alice.key}`])
  town = await town.restart()
})

test('everything is there after a restart', async () => {
  await settle()
  const client = await connect(town.url, alice)
  const record = writeRecord(alice, { communityId })
  const gone = writeRecord(alice, { communityId })
  const wrap = wrapFor(alice)
  for (const event of [record, gone, wrap]) await client.publish(event)
  const deletion = sign(alice, { kind: 5, tags: [['e', gone.id]] })
  await client.publish(deletion)
  town = await town.restart()
  const reader = await connect(town.url, alice)
  expect(new Set(await reader.list({}))).toEqual(new Set([record.id, wrap.id, deletion.id]))
  expect(await reader.publish(gone)).toEqual(refused('blocked: DELETED'))
  expect((await reader.publish(record)).reason).toMatch(/^duplicate: /)
})

test('connections end when the relay stops', async () => {
  await settle()
  const socket = new WebSocket(town.url)
  const ended = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve) => socket.once('message', resolve))
  town = await town.restart()
  expect(await ended).toBe(1001)
})

test('a wrap is taken from an authenticated holder of a wallet only, and so many a day into one mailbox', async () => {
  await settle()
  town = await town.restart({ wrapsPerSender: 2 })
  const nobody = await connect(town.url)
  expect(await nobody.publish(wrapFor(alice))).toEqual(refused('auth-required: AUTH_REQUIRED'))
  expect(await (await connect(town.url, stranger)).publish(wrapFor(alice))).toEqual(refused('restricted: NO_WALLET'))
  // Wherever the wallet lives, and on however many connections.
  const wraps = [wrapFor(alice), wrapFor(alice)]
  for (const wrap of wraps) expect(await (await connect(town.url, carol)).publish(wrap)).toEqual(ACCEPTED)
  const sender = await connect(town.url, carol)
  expect(await sender.publish(wrapFor(alice))).toEqual(refused('rate-limited: SHARE_USED'))
  expect((await sender.publish(wraps[0] as NostrEvent)).reason).toMatch(/^duplicate: /)
  expect(await sender.publish(wrapFor(bob))).toEqual(ACCEPTED)
  expect(await (await connect(town.url, bob)).publish(wrapFor(alice))).toEqual(ACCEPTED)
  town.pass(86_401)
  expect(await sender.publish(wrapFor(alice, now() + 86_401))).toEqual(ACCEPTED)
  const { rows } = await town.pool.query('select distinct day from town.wrap_count')
  expect(rows.length).toBe(1)
  town = await town.restart()
})

test('a deletion says what is deleted and nothing else', async () => {
  await settle()
  const client = await connect(town.url, bob)
  const record = writeRecord(alice, { communityId })
  await client.publish(record)
  const e = ['e', record.id]
  const remove = (tags: string[][], content = '') => client.publish(sign(alice, { kind: 5, tags, content }))
  expect(await remove([e], 'words')).toEqual(refused('invalid: CONTENT_NOT_EMPTY'))
  const wrong = [['t', 'words'], ['e', 'words'], [...e, 'words'], ['k', 'words'], ['h', 'words'], ['k'], []]
  for (const tag of wrong) expect([tag, await remove([e, tag])]).toEqual([tag, refused('invalid: WRONG_TAGS')])
  expect(await client.list({})).toEqual([record.id])
  expect(await remove([e, ['k', String(RecordKind.Gig)], ['h', String(communityId)]])).toEqual(ACCEPTED)
})

test('who lives in a town no longer deletes there and says nothing', async () => {
  await settle()
  const reader = await connect(town.url, bob)
  const record = writeRecord(alice, { communityId })
  await reader.publish(record)
  await leave(town, alice)
  reader.say('REQ', 'live', { kinds: [5] })
  await reader.hear('EOSE', 'live')
  const request = sign(alice, { kind: 5, tags: [['e', record.id]] })
  expect(await reader.publish(request)).toEqual(ACCEPTED)
  expect((await reader.publish(request)).reason).toMatch(/^duplicate: /)
  expect(await reader.list({})).toEqual([])
  expect(reader.heard).toEqual([])
  const { rows } = await town.pool.query('select event, tags from town.record where id = any ($1)', [
    [record.id, request.id],
  ])
  expect(rows).toEqual([{ event: null, tags: [] }])
})

test('deletions count as records of their author', async () => {
  await settle()
  town = await town.restart({ authorEventsPerDay: 2 })
  const client = await connect(town.url)
  const records = [writeRecord(alice, { communityId }), writeRecord(alice, { communityId })]
  for (const record of records) expect(await client.publish(record)).toEqual(ACCEPTED)
  const request = sign(alice, { kind: 5, tags: records.map(({ id }) => ['e', id]) })
  expect(await client.publish(request)).toEqual(refused('rate-limited: TOO_MANY_RECORDS'))
  expect(await (await connect(town.url, bob)).list({})).toHaveLength(2)
  town = await town.restart()
})

test('one address has so many connections, those behind a proxy each their own', async () => {
  town = await town.restart({ connectionsPerAddress: 2 })
  const open = (forwarded?: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(town.url, forwarded ? { headers: { 'x-forwarded-for': forwarded } } : {})
      socket.once('open', () => resolve('open'))
      socket.once('error', ({ message }) => resolve(message))
    })
  const first = await connect(town.url)
  expect(await open()).toBe('open')
  expect(await open()).toMatch(/429/)
  expect([await open('192.0.2.1'), await open('192.0.2.1, 127.0.0.1')]).toEqual(['open', 'open'])
  // What stands before the address that the proxy saw was written by the client.
  expect(await open('192.0.2.7, 192.0.2.1')).toMatch(/429/)
  expect([await open('2001:db8::1'), await open('2001:db8:0:0:5::2')]).toEqual(['open', 'open'])
  expect(await open('2001:0db8::3')).toMatch(/429/)
  expect(await open('2001:db8:0:1::1')).toBe('open')
  await first.close()
  await expect.poll(() => open()).toBe('open')
  town = await town.restart()
})

test('a connection that says nothing ends', async () => {
  await settle()
  town = await town.restart({ firstMessageMs: 200 })
  const speaker = await connect(town.url, alice)
  const silent = await connect(town.url)
  expect(await new Promise((resolve) => silent.socket.once('close', resolve))).toBe(1008)
  expect(await speaker.list({})).toEqual([])
  town = await town.restart()
})
