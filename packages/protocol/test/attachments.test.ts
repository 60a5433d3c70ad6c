import fc from 'fast-check'
import { encrypt } from 'nostr-tools/nip44'
import { expect, test } from 'vitest'
import {
  ATTACHMENT_ENTROPY_BYTES,
  ATTACHMENT_OVERHEAD,
  type Attachment,
  attachmentTokenTemplate,
  encodeAttachmentToken,
  fromRecordTags,
  MAX_ALT,
  MAX_ATTACHMENT_BYTES,
  openAttachment,
  openRecord,
  RecordKind,
  type RecordParameters,
  readAttachmentToken,
  recordTemplate,
  sealAttachment,
  sealRecord,
  signEvent,
} from '../src/index.ts'
import { codeOf } from './errors.ts'

const secret = new Uint8Array(32).fill(1)
const epochKey = new Uint8Array(32).fill(2)
const nonce = new Uint8Array(32).fill(3)
const entropy = new Uint8Array(32).fill(4)
const gigRecord = 'ab'.repeat(32)
const where = { communityId: 7, epoch: 2, createdAt: 1_760_000_000 }

const seal = (bytes: Uint8Array, fill = 5) =>
  sealAttachment({ bytes, entropy: new Uint8Array(ATTACHMENT_ENTROPY_BYTES).fill(fill) })

const attach = (fill: number): Attachment => {
  const { ciphertext: _, ...sealed } = seal(new Uint8Array([1, 2, 3]), fill)
  return { ...sealed, mime: 'image/webp', width: 4, height: 3, alt: 'Two loaves on a board' }
}

const comment = (attachments: readonly Attachment[], text = ''): RecordParameters => ({
  ...where,
  kind: RecordKind.Comment,
  content: { v: 1, text, attachments: [...attachments] },
  gigRecord,
})

const write = (record: RecordParameters) =>
  signEvent({ template: sealRecord({ ...recordTemplate(record), epochKey, nonce }), secret, entropy })

test('any bytes are read as they were sealed, and the ciphertext shows nothing of them', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 3000 }),
      fc.uint8Array({ minLength: ATTACHMENT_ENTROPY_BYTES, maxLength: ATTACHMENT_ENTROPY_BYTES }),
      (bytes, random) => {
        const { ciphertext, ...attachment } = sealAttachment({ bytes, entropy: random })
        expect(ciphertext).toHaveLength(bytes.length + ATTACHMENT_OVERHEAD)
        expect(openAttachment({ ciphertext, attachment })).toEqual(bytes)
        if (bytes.length >= 16) expect(Buffer.from(ciphertext).includes(Buffer.from(bytes))).toBe(false)
      },
    ),
    { numRuns: 100 },
  )
})

test('whatever is altered, cut off or of another picture is noticed', () => {
  const { ciphertext, ...attachment } = seal(new Uint8Array(500).fill(9))
  fc.assert(
    fc.property(fc.nat(ciphertext.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const altered = ciphertext.slice()
      altered[at] = (altered[at] ?? 0) ^ by
      expect(codeOf(() => openAttachment({ ciphertext: altered, attachment }))).toBe('ATTACHMENT_ALTERED')
    }),
    { numRuns: 50 },
  )
  const cut = ciphertext.slice(0, -1)
  expect(codeOf(() => openAttachment({ ciphertext: cut, attachment }))).toBe('ATTACHMENT_ALTERED')
  const other = seal(new Uint8Array(500).fill(8), 6)
  expect(codeOf(() => openAttachment({ ciphertext: other.ciphertext, attachment }))).toBe('ATTACHMENT_ALTERED')
  // The right bytes under a wrong key.
  const wrongKey = { ...attachment, key: 'cd'.repeat(32) }
  expect(codeOf(() => openAttachment({ ciphertext, attachment: wrongKey }))).toBe('ATTACHMENT_ALTERED')
})

test('a picture is at most 5 MiB when it is encrypted', () => {
  const most = MAX_ATTACHMENT_BYTES - ATTACHMENT_OVERHEAD
  expect(seal(new Uint8Array(most)).ciphertext).toHaveLength(MAX_ATTACHMENT_BYTES)
  expect(codeOf(() => seal(new Uint8Array(most + 1)))).toBe('ATTACHMENT_TOO_LARGE')
  const short = new Uint8Array(ATTACHMENT_ENTROPY_BYTES - 1)
  expect(codeOf(() => sealAttachment({ bytes: short, entropy: short }))).toBe('INVALID_ENTROPY')
})

test('a record names its pictures in the open by their hashes only', () => {
  const [first, second] = [attach(1), attach(2)]
  const event = write(comment([first, second]))
  expect(event.tags.slice(3)).toEqual([
    ['x', first.sha256],
    ['x', second.sha256],
  ])
  expect(JSON.stringify(event)).not.toContain(first.key)
  const opened = openRecord(event, epochKey)
  expect(opened.attachments).toEqual([first.sha256, second.sha256])
  expect(opened.content).toEqual({ v: 1, text: '', attachments: [first, second] })
})

test('a picture of a profile', () => {
  const picture = attach(1)
  const event = write({ ...where, kind: RecordKind.Profile, content: { v: 1, name: 'Ada', about: '', picture } })
  expect(openRecord(event, epochKey)).toMatchObject({ content: { picture }, attachments: [picture.sha256] })
})

test.each<[string, readonly string[]]>([
  ['one less', []],
  ['another', [attach(3).sha256]],
  ['one more', [attach(1).sha256, attach(2).sha256]],
])('tags that name %s than the record shows are refused', (_, hashes) => {
  const { content, tags } = recordTemplate(comment([attach(1)]))
  const template = {
    kind: RecordKind.Comment,
    created_at: where.createdAt,
    tags: [...tags.slice(0, 3), ...hashes.map((hash) => ['x', hash])],
    content: encrypt(JSON.stringify(content), epochKey, nonce),
  }
  expect(codeOf(() => openRecord(signEvent({ template, secret, entropy }), epochKey))).toBe('RECORD_INVALID')
})

test.each<[string, number, readonly string[]]>([
  ['a gig', RecordKind.Gig, [gigRecord]],
  ['five', RecordKind.Comment, ['1', '2', '3', '4', '5'].map((digit) => digit.repeat(64))],
  ['one twice', RecordKind.Work, [gigRecord, gigRecord]],
  ['two of a profile', RecordKind.Profile, ['1'.repeat(64), '2'.repeat(64)]],
  ['what is no hash', RecordKind.Work, ['AB'.repeat(32)]],
])('tags with pictures of %s are no record’s', (_, kind, hashes) => {
  const gig = kind === RecordKind.Comment || kind === RecordKind.Work ? [['e', gigRecord]] : []
  const tags = [['h', '7'], ['epoch', '2'], ...gig, ...hashes.map((hash) => ['x', hash])]
  expect(codeOf(() => fromRecordTags({ kind, tags }))).toBe('NOT_A_RECORD')
})

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['of no picture', { mime: 'text/html' }],
  ['drawn by a program', { mime: 'image/svg+xml' }],
  ['without words', { alt: ' ' }],
  ['with too many words', { alt: 'a'.repeat(MAX_ALT + 1) }],
  ['with words of two lines', { alt: 'a\nb' }],
  ['without width', { width: 0 }],
  ['larger than a node takes', { size: MAX_ATTACHMENT_BYTES + 1 }],
  ['with a path for a hash', { sha256: '../../etc/passwd' }],
  ['with something more', { url: 'https://elsewhere.example/' }],
])('an attachment %s is not written', (_, wrong) => {
  const record = comment([{ ...attach(1), ...wrong }])
  expect(codeOf(() => recordTemplate(record))).toBe('RECORD_INVALID')
})

test('a comment has words or pictures', () => {
  expect(codeOf(() => recordTemplate({ ...comment([]), kind: RecordKind.Comment, content: { v: 1, text: ' ' } }))).toBe(
    'RECORD_INVALID',
  )
  expect(codeOf(() => recordTemplate(comment([])))).toBe('RECORD_INVALID')
})

test('a token says who wants what of which town, and anything else is none', () => {
  const template = attachmentTokenTemplate({ verb: 'get', communityId: 7, sha256: gigRecord, now: 1000 })
  const event = signEvent({ template, secret, entropy })
  const header = encodeAttachmentToken(event)
  expect(readAttachmentToken(header)).toEqual({
    event,
    token: { verb: 'get', communityId: 7, sha256: gigRecord, expiration: 2800 },
  })
  const of = (changed: object) => encodeAttachmentToken({ ...event, ...changed })
  const without = (name: string) => event.tags.filter(([tag]) => tag !== name)
  const wrong = [
    undefined,
    '',
    'Nostr ',
    'Nostr %%%',
    `Bearer ${header.slice(6)}`,
    `Nostr ${Buffer.from('{}').toString('base64')}`,
    of({ kind: 27_235 }),
    ...['t', 'x', 'h', 'expiration'].map((name) => of({ tags: without(name) })),
    ...event.tags.map((tag) => of({ tags: [...event.tags, tag] })),
    of({ tags: [...without('t'), ['t', 'delete']] }),
    of({ tags: [...without('x'), ['x', '../x']] }),
    of({ tags: [...without('h'), ['h', '4294967296']] }),
    of({ content: 'a'.repeat(4096) }),
  ]
  for (const [i, text] of wrong.entries()) expect(readAttachmentToken(text), String(i)).toBeUndefined()
  fc.assert(fc.property(fc.string(), (text) => readAttachmentToken(`Nostr ${text}`) === undefined))
})
