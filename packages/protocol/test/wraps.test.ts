import { encrypt, getConversationKey } from 'nostr-tools/nip44'
import { unwrapEvent } from 'nostr-tools/nip59'
import { expect, test } from 'vitest'
import {
  EPOCH_KEYS_KIND,
  GIFT_WRAP_KIND,
  MAX_KEYS_PER_WRAP,
  type NostrEvent,
  publicKeyOf,
  recordId,
  SEAL_KIND,
  signEvent,
  toBytes32,
  unwrapKeys,
  unwrapRumor,
  WRAP_ENTROPY_BYTES,
  wrapKeys,
  wrapRumor,
} from '../src/index.ts'
import { codeOf } from './errors.ts'

const bytes = (byte: number, length = 32) => new Uint8Array(length).fill(byte)

const NOW = 1_760_000_000
const TWO_DAYS = 172_800

const town = bytes(1)
const member = bytes(2)
const stranger = bytes(3)
const community = { id: 7, key: toBytes32(publicKeyOf(town)) }
const epochs = [
  { n: 1, key: bytes(11) },
  { n: 2, key: bytes(12) },
]
const entropy = Uint8Array.from({ length: WRAP_ENTROPY_BYTES }, (_, i) => i + 1)
const parameters = {
  communityId: 7,
  epochs,
  secret: town,
  recipient: toBytes32(publicKeyOf(member)),
  entropy,
  now: NOW,
}
const message = { kind: 14, created_at: NOW, tags: [], content: 'Hello' }

const sign = (secret: Uint8Array, kind: number, tags: string[][], content: string) =>
  signEvent({ template: { kind, created_at: NOW, tags, content }, secret, entropy: bytes(9) })
/** A wrap around whatever its maker wants to pass as a seal. */
const wrapRaw = (seal: unknown) =>
  sign(
    bytes(20),
    GIFT_WRAP_KIND,
    [['p', publicKeyOf(member)]],
    encrypt(JSON.stringify(seal), getConversationKey(bytes(20), publicKeyOf(member)), bytes(21)),
  )
/** A seal by `secret` around whatever it wants to pass as a rumor. */
const sealRaw = (secret: Uint8Array, rumor: unknown, tags: string[][] = []) =>
  sign(
    secret,
    SEAL_KIND,
    tags,
    encrypt(JSON.stringify(rumor), getConversationKey(secret, publicKeyOf(member)), bytes(22)),
  )
const rumorBy = (secret: Uint8Array, content = 'Hello', kind = 14) => {
  const unsigned = { kind, created_at: NOW, tags: [], content, pubkey: publicKeyOf(secret) }
  return { ...unsigned, id: recordId(unsigned) }
}

const unwrap = (event: unknown, secret = member) => codeOf(() => unwrapKeys({ event, secret, community }))

test('default', () => {
  const event = wrapKeys(parameters)
  expect(unwrapKeys({ event: JSON.parse(JSON.stringify(event)), secret: member, community })).toEqual(epochs)
})

test('behavior: a relay learns the receiver only', () => {
  const event = wrapKeys(parameters)
  expect(event.kind).toBe(1059)
  expect(event.tags).toEqual([['p', publicKeyOf(member)]])
  expect(event.pubkey).toBe(publicKeyOf(entropy.subarray(0, 32)))
  expect(JSON.stringify(event)).not.toContain(publicKeyOf(town))
  expect(event.created_at).toBeLessThanOrEqual(NOW)
  expect(event.created_at).toBeGreaterThan(NOW - TWO_DAYS)
})

test('behavior: other programs for Nostr read it', () => {
  const rumor = unwrapEvent(wrapRumor({ ...parameters, template: message }), member)
  expect(rumor).toMatchObject({ kind: 14, content: 'Hello', pubkey: publicKeyOf(town), created_at: NOW })
})

test('behavior: dates of wraps are spread over two days', () => {
  const dates = [0, 1, 100, 200, 255].map((byte) => {
    const other = Uint8Array.from(entropy).fill(byte, WRAP_ENTROPY_BYTES - 6)
    return wrapKeys({ ...parameters, entropy: other }).created_at
  })
  expect(new Set(dates).size).toBe(dates.length)
  expect(dates[0]).toBe(NOW)
  expect(dates.every((date) => date <= NOW && date > NOW - TWO_DAYS)).toBe(true)
})

test('behavior: 256 keys fit one wrap, more are refused', () => {
  const many = Array.from({ length: MAX_KEYS_PER_WRAP }, (_, i) => ({ n: 2 ** 32 - 1 - i, key: bytes(255) }))
  const event = wrapKeys({ ...parameters, epochs: many })
  expect(unwrapKeys({ event, secret: member, community })).toEqual(many)
  expect(event.content.length).toBeLessThan(87_472)
  const tooMany = [...many, { n: 1, key: bytes(1) }]
  expect(codeOf(() => wrapKeys({ ...parameters, epochs: tooMany }))).toBe('TOO_MANY_KEYS')
})

test('behavior: nobody else opens it', () => {
  const event = wrapKeys(parameters)
  expect(unwrap(event, stranger)).toBe('WRONG_RECIPIENT')
  const readdressed = sign(bytes(20), GIFT_WRAP_KIND, [['p', publicKeyOf(stranger)]], event.content)
  expect(unwrap(readdressed, stranger)).toBe('NOT_A_WRAP')
})

test('behavior: keys that somebody else than the community sealed are refused', () => {
  expect(unwrap(wrapKeys({ ...parameters, secret: stranger }))).toBe('UNTRUSTED_SENDER')
})

test('behavior: keys that name the community as their sender are refused', () => {
  const content = JSON.stringify({ v: 1, communityId: 7, epochs: [{ n: 1, key: 'ab'.repeat(32) }] })
  const forged = rumorBy(town, content, EPOCH_KEYS_KIND)
  // Another key signed the seal.
  expect(unwrap(wrapRaw(sealRaw(stranger, forged)))).toBe('FORGED_SEAL')
  // The seal names the community, and its signature is of another key.
  const seal = sealRaw(stranger, forged)
  expect(unwrap(wrapRaw({ ...seal, pubkey: publicKeyOf(town) }))).toBe('FORGED_SEAL')
  const renamed = { ...seal, pubkey: publicKeyOf(town) }
  expect(unwrap(wrapRaw({ ...renamed, id: recordId(renamed) }))).toBe('FORGED_SEAL')
  // By the community, it would be taken.
  expect(unwrap(wrapRaw(sealRaw(town, forged)))).toEqual({ returned: [{ n: 1, key: bytes(0xab) }] })
})

test('behavior: a rumor with the id of another is refused', () => {
  const rumor = { ...rumorBy(town), content: 'altered' }
  expect(codeOf(() => unwrapRumor(wrapRaw(sealRaw(town, rumor)), member))).toBe('FORGED_SEAL')
})

test('behavior: keys of another community are refused', () => {
  expect(unwrap(wrapKeys({ ...parameters, communityId: 8 }))).toBe('OTHER_COMMUNITY')
})

test('behavior: other messages are no keys', () => {
  const event = wrapRumor({ ...parameters, template: message })
  expect(unwrapRumor(event, member)).toMatchObject({ ...message, pubkey: publicKeyOf(town) })
  expect(unwrap(event)).toBe('NOT_A_WRAP')
})

test.each<[string, unknown]>([
  ['no JSON', 'text'],
  ['another version', JSON.stringify({ v: 2, communityId: 7, epochs: [{ n: 1, key: 'ab'.repeat(32) }] })],
  ['no keys', JSON.stringify({ v: 1, communityId: 7, epochs: [] })],
  ['a short key', JSON.stringify({ v: 1, communityId: 7, epochs: [{ n: 1, key: 'ab' }] })],
])('behavior: %s is no message with keys', (_, content) => {
  expect(unwrap(wrapRaw(sealRaw(town, rumorBy(town, String(content), EPOCH_KEYS_KIND))))).toBe('NOT_A_WRAP')
})

test('behavior: what is wrapped must be a seal around a rumor', () => {
  expect(unwrap(wrapRaw('text'))).toBe('NOT_A_WRAP')
  expect(unwrap(wrapRaw(sign(town, 1, [], 'text')))).toBe('NOT_A_WRAP')
  expect(unwrap(wrapRaw(sealRaw(town, rumorBy(town), [['x', 'y']])))).toBe('NOT_A_WRAP')
  expect(unwrap(wrapRaw(sealRaw(town, { content: 'Hello' })))).toBe('NOT_A_WRAP')
  expect(unwrap(sealRaw(town, rumorBy(town)))).toBe('NOT_A_WRAP')
})

test('behavior: an altered wrap is noticed', () => {
  const event = wrapKeys(parameters)
  const alterations: Partial<NostrEvent>[] = [
    { created_at: event.created_at + 1 },
    { content: wrapKeys({ ...parameters, epochs: epochs.slice(1) }).content },
    { tags: [['p', publicKeyOf(stranger)]] },
    { sig: 'ab'.repeat(64) },
  ]
  expect(alterations.map((alteration) => unwrap({ ...event, ...alteration }))).toEqual(
    alterations.map(() => 'RECORD_ALTERED'),
  )
  expect(unwrap({ ...event, id: 'x' })).toBe('INVALID_EVENT')
})

test('behavior: entropy has its length, keys theirs', () => {
  expect(codeOf(() => wrapKeys({ ...parameters, entropy: bytes(1) }))).toBe('INVALID_ENTROPY')
  expect(codeOf(() => wrapKeys({ ...parameters, recipient: '0xab' }))).toBe('INVALID_KEY')
  expect(codeOf(() => wrapKeys({ ...parameters, secret: bytes(1, 31) }))).toBe('INVALID_KEY')
  expect(codeOf(() => wrapKeys({ ...parameters, epochs: [{ n: 1, key: bytes(1, 31) }] }))).toBe('INVALID_KEY')
})
