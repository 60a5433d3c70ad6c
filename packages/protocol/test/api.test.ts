import fc from 'fast-check'
import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import * as protocol from '../src/index.ts'
import {
  amountSchema,
  type Community,
  communitiesQuerySchema,
  communityHistoryItemSchema,
  communityParamsSchema,
  type Gig,
  gigIdSchema,
  gigSchema,
  gigsQuerySchema,
  HistoryType,
  historyQuerySchema,
  MAX_BACKUP_BYTES,
  memberSchema,
  nostrEventSchema,
  putBackupSchema,
  relayRequestSchema,
  type ServerEvent,
  type StatementItem,
  serverEventSchemas,
  signedAmountSchema,
  statementItemSchema,
} from '../src/index.ts'

const bytes32 = `0x${'ab'.repeat(32)}` as const
const address = `0x${'Cd'.repeat(20)}` as const

const gig: Gig = {
  id: 16_777_217n,
  communityId: 1,
  creator: 1,
  taker: null,
  state: 'Open',
  skill: 10,
  commitment: 4,
  credits: 24n * 10n ** 18n,
  durationDays: 7,
  round: 0,
  changes: 0,
  record: bytes32,
  work: null,
  since: 1_760_000_000,
  deadline: null,
  createdAt: 1_760_000_000,
  rating: null,
  ratingCounted: null,
  project: null,
}

test('default', () => {
  const wire = JSON.parse(JSON.stringify(z.encode(gigSchema, gig)))
  expect(wire).toEqual({ ...gig, id: '16777217', credits: '24000000000000000000' })
  expect(gigSchema.parse(wire)).toEqual(gig)
})

test('behavior: types are whole', () => {
  expectTypeOf<Gig['credits']>().toEqualTypeOf<bigint>()
  expectTypeOf<Gig['id']>().toEqualTypeOf<bigint>()
  expectTypeOf<z.input<typeof gigSchema>['credits']>().toEqualTypeOf<string>()
  expectTypeOf<Gig['state']>().toEqualTypeOf<protocol.GigState>()
  expectTypeOf<Community['address']>().toEqualTypeOf<`0x${string}`>()
  expectTypeOf<StatementItem['counterparty']>().toEqualTypeOf<number | 'vault' | 'escrow' | 'treasury'>()
  expectTypeOf<ServerEvent['type']>().toEqualTypeOf<keyof typeof serverEventSchemas>()
  expectTypeOf<Extract<ServerEvent, { type: 'gig' }>['id']>().toEqualTypeOf<bigint>()
})

test('behavior: amounts travel as decimal strings', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (amount) => {
      expect(amountSchema.parse(z.encode(amountSchema, amount))).toBe(amount)
      expect(signedAmountSchema.parse(z.encode(signedAmountSchema, -amount))).toBe(-amount)
    }),
  )
})

test.each<unknown>([5, '', '-1', '01', '1.5', '1e18', ' 1', '1\n', '0x1', '+1', '-0', '9'.repeat(79), null])(
  'behavior: %j is no amount',
  (text) => {
    expect(amountSchema.safeParse(text).success).toBe(false)
  },
)

test.each<unknown>(['-0', '--1', '-', '-01', '1.0', 1])('behavior: %j is no signed amount', (text) => {
  expect(signedAmountSchema.safeParse(text).success).toBe(false)
})

test.each<unknown>(['0', '18446744073709551616', 16_777_217, '-1'])('behavior: %j is no id of a gig', (id) => {
  expect(gigIdSchema.safeParse(id).success).toBe(false)
})

test.each<[string, object]>([
  ['a state that does not exist', { state: 'Lost' }],
  ['a commitment of 11', { commitment: 11 }],
  ['skill 36', { skill: 36 }],
  ['a record of 31 bytes', { record: bytes32.slice(0, -2) }],
  ['a fraction of a second', { since: 0.5 }],
  ['no taker', { taker: undefined }],
])('behavior: a gig with %s is refused', (_, wrong) => {
  expect(gigSchema.safeParse({ ...z.encode(gigSchema, gig), ...wrong }).success).toBe(false)
})

test('behavior: queries arrive as text', () => {
  expect(communitiesQuerySchema.parse({ template: '2', limit: '10', q: 'river' })).toEqual({
    template: 2,
    limit: 10,
    q: 'river',
  })
  expect(gigsQuerySchema.parse({})).toEqual({ limit: 50 })
  expect(communityParamsSchema.parse({ id: '7' })).toEqual({ id: 7 })
  const wrong = [
    { limit: '0' },
    { limit: '101' },
    { limit: '1.5' },
    { limit: 'x' },
    { template: '3' },
    { q: 'a'.repeat(81) },
  ]
  expect(wrong.map((query) => communitiesQuerySchema.safeParse(query).success)).toEqual(wrong.map(() => false))
  expect(communityParamsSchema.safeParse({ id: '0' }).success).toBe(false)
  expect(communityParamsSchema.safeParse({ id: '4294967296' }).success).toBe(false)
})

test('behavior: a meta-transaction', () => {
  const request = {
    from: address,
    to: address,
    value: '0',
    gas: '500000',
    nonce: '0',
    deadline: 1_800_000_000,
    data: '0x12',
  }
  const body = { request, signature: '0xab' }
  const parsed = relayRequestSchema.parse(body)
  expect(parsed.request).toEqual({ ...request, value: 0n, gas: 500_000n, nonce: 0n })
  expect(z.encode(relayRequestSchema, parsed)).toEqual(body)
  const wrong = [
    { value: '1' },
    { gas: '0' },
    { gas: 5 },
    { gas: '9'.repeat(11) },
    { nonce: '-1' },
    { deadline: 2 ** 48 },
    { data: '0x123' },
    { data: `0x${'00'.repeat(16_385)}` },
    { from: '0x12' },
    { to: `${address}0` },
  ]
  const results = wrong.map(
    (change) => relayRequestSchema.safeParse({ ...body, request: { ...request, ...change } }).success,
  )
  expect(results).toEqual(wrong.map(() => false))
})

test('behavior: history and statement are unions', () => {
  const position = { blockNumber: 5, logIndex: 0, transactionHash: bytes32, at: 1_760_000_000 }
  const score = {
    ...position,
    type: 'score',
    score: 5000,
    cause: 'Activated',
    walletId: 3,
    members: 3,
    skillCounts: [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  }
  expect(communityHistoryItemSchema.parse(score)).toEqual(score)
  expect(communityHistoryItemSchema.safeParse({ ...score, skillCounts: [1] }).success).toBe(false)
  expect(communityHistoryItemSchema.def.options.map(({ shape }) => shape.type.def.values[0])).toEqual(HistoryType)
  for (const types of ['joined', 'joined,left', HistoryType.join()])
    expect(historyQuerySchema.parse({ types })).toMatchObject({ types })
  for (const types of ['', 'weather', 'joined,', ',joined', 'joined left']) {
    expect(historyQuerySchema.safeParse({ types }).success).toBe(false)
  }
  expect(communityHistoryItemSchema.safeParse({ ...score, type: 'weather' }).success).toBe(false)
  const escrow = {
    ...position,
    kind: 'escrow',
    amount: '-24',
    balance: '0',
    communityId: 1,
    counterparty: 'escrow',
    gigId: '16777217',
  }
  expect(statementItemSchema.parse(escrow)).toMatchObject({ amount: -24n, gigId: 16_777_217n, counterparty: 'escrow' })
  expect(statementItemSchema.parse({ ...escrow, counterparty: 3, gigId: null }).counterparty).toBe(3)
  expect(statementItemSchema.safeParse({ ...escrow, counterparty: 'bank' }).success).toBe(false)
})

test('behavior: backups are printable and at most 4 kB', () => {
  const body = (backup: string) => putBackupSchema.safeParse({ backup, timestamp: 1, signature: '0xab' }).success
  expect(body('a'.repeat(MAX_BACKUP_BYTES))).toBe(true)
  expect(['', 'a'.repeat(MAX_BACKUP_BYTES + 1), 'ä', 'a\n'].map(body)).toEqual([false, false, false, false])
})

test('behavior: events of Nostr and of the server', () => {
  const event = {
    id: 'ab'.repeat(32),
    pubkey: 'cd'.repeat(32),
    created_at: 1,
    kind: 3841,
    tags: [['h', '1']],
    content: '',
    sig: 'ef'.repeat(64),
  }
  expect(nostrEventSchema.parse(event)).toEqual(event)
  expect(nostrEventSchema.safeParse({ ...event, id: bytes32 }).success).toBe(false)
  expect(serverEventSchemas.gig.parse({ id: '16777217', communityId: 1, state: 'Open' }).id).toBe(16_777_217n)
})

test('behavior: members have at most three skills', () => {
  const skill = { skill: 1, level: 1, validated: false, rates: 0 }
  const result = memberSchema.shape.skills.safeParse([skill, skill, skill, skill])
  expect(result.success).toBe(false)
})

test('behavior: every schema has a JSON schema of what is on the wire', () => {
  const schemas = Object.entries(protocol).filter(([name]) => name.endsWith('Schema'))
  expect(schemas.length).toBeGreaterThan(30)
  for (const [, schema] of schemas)
    expect(z.toJSONSchema(schema as z.core.$ZodType, { io: 'input' })).toBeTypeOf('object')
})
