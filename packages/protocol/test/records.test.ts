import { encrypt } from 'nostr-tools/nip44'
import { expect, test } from 'vitest'
import {
  ATTACHMENT_OVERHEAD,
  type EventTemplate,
  fromRecordTags,
  type GigRecord,
  isAuthentic,
  isRecordKind,
  keyFromHex,
  keyToHex,
  MAX_ALT,
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS,
  MAX_COMMENT,
  MAX_DESCRIPTION,
  MAX_ENCRYPTED_CONTENT,
  MAX_PICTURE_SIDE,
  MAX_PROFILE_ABOUT,
  MAX_PROFILE_NAME,
  MAX_TITLE,
  MAX_WORK,
  openRecord,
  publicKeyOf,
  type RecordContent,
  RecordKind,
  type RecordParameters,
  recordId,
  recordTemplate,
  sealRecord,
  signEvent,
  toBytes32,
  toNostrHex,
} from '../src/index.ts'
import { codeOf } from './errors.ts'

const bytes = (byte: number) => new Uint8Array(32).fill(byte)

const writer = bytes(1)
const epochKey = bytes(2)
const nonce = bytes(3)
const entropy = bytes(4)
const gigRecord = 'ab'.repeat(32)

const gig: GigRecord = {
  v: 1,
  title: 'Prune the apple trees',
  description: 'Two of them.\n\tBring a ladder.',
  language: 'en',
}

const where = { communityId: 7, epoch: 2, createdAt: 1_760_000_000 }
const parameters: RecordParameters = { ...where, kind: RecordKind.Gig, content: gig }

const sign = (template: EventTemplate) => signEvent({ template, secret: writer, entropy })
const write = (record: RecordParameters) => sign(sealRecord({ ...recordTemplate(record), epochKey, nonce }))
/** An event of a writer who keeps to no schema. */
const writeRaw = (content: string, kind: number = RecordKind.Gig) => {
  const { tags } = recordTemplate(parameters)
  return sign({ kind, created_at: where.createdAt, tags, content: encrypt(content, epochKey, nonce) })
}

test('default', () => {
  const event = write(parameters)
  expect(event.content).not.toContain('apple')
  expect(event.tags).toEqual([
    ['h', '7'],
    ['epoch', '2'],
  ])
  expect(event.id).toBe(recordId(event))
  expect(isAuthentic(event)).toBe(true)
  expect(openRecord(event, epochKey)).toEqual({
    kind: 3841,
    content: gig,
    communityId: 7,
    epoch: 2,
    gigRecord: undefined,
    attachments: [],
    id: event.id,
    author: publicKeyOf(writer),
    createdAt: where.createdAt,
  })
})

test.each<RecordContent & { gigRecord?: string }>([
  { kind: RecordKind.Gig, content: { v: 1, title: '草', description: '' } },
  { kind: RecordKind.Work, content: { v: 1, text: 'Done 🌱' }, gigRecord },
  { kind: RecordKind.Comment, content: { v: 1, text: 'a\nb\tc' }, gigRecord },
  { kind: RecordKind.Profile, content: { v: 1, name: 'Ada', about: '' } },
])('behavior: a record of kind $kind is read as it was written', (record) => {
  const opened = openRecord(JSON.parse(JSON.stringify(write({ ...where, ...record }))), epochKey)
  expect(opened.content).toEqual(record.content)
  expect(opened.gigRecord).toBe(record.gigRecord)
})

test('behavior: the id of the gig’s record may come from the chain', () => {
  const record = {
    ...where,
    kind: RecordKind.Work,
    content: { v: 1, text: 'Done' },
    gigRecord: toBytes32(gigRecord),
  } as const
  expect(recordTemplate(record).tags[2]).toEqual(['e', gigRecord])
})

test('behavior: the same arguments give the same event', () => {
  expect(write(parameters)).toEqual(write(parameters))
  expect(sealRecord({ ...recordTemplate(parameters), epochKey, nonce: bytes(5) }).content).not.toBe(
    write(parameters).content,
  )
})

test('behavior: the largest records fit, and are what the limit of their encrypted content says', () => {
  const event = write({
    ...parameters,
    content: {
      v: 1,
      title: '草'.repeat(MAX_TITLE),
      description: '草'.repeat(MAX_DESCRIPTION),
      language: 'a'.repeat(8),
    },
  })
  expect(event.content.length).toBe(21_936)
  expect(openRecord(event, epochKey).content).toMatchObject({ description: '草'.repeat(MAX_DESCRIPTION) })
  const work = write({
    ...where,
    gigRecord,
    kind: RecordKind.Work,
    content: {
      v: 1,
      text: '草'.repeat(MAX_WORK),
      attachments: Array.from({ length: MAX_ATTACHMENTS }, (_, i) => ({
        sha256: `${i}`.repeat(64),
        key: gigRecord,
        nonce: 'ab'.repeat(12),
        mime: 'image/jpeg' as const,
        size: MAX_ATTACHMENT_BYTES - ATTACHMENT_OVERHEAD,
        width: MAX_PICTURE_SIDE,
        height: MAX_PICTURE_SIDE,
        alt: '草'.repeat(MAX_ALT),
      })),
    },
  })
  expect(work.content.length).toBe(27_396)
  expect(work.content.length).toBeLessThanOrEqual(MAX_ENCRYPTED_CONTENT)
  expect(openRecord(work, epochKey).attachments).toHaveLength(MAX_ATTACHMENTS)
})

test('behavior: another epoch’s key opens nothing', () => {
  expect(codeOf(() => openRecord(write(parameters), bytes(9)))).toBe('RECORD_UNDECIPHERABLE')
})

test.each<[string, object]>([
  ['content', { content: write({ ...parameters, content: { ...gig, title: 'Other' } }).content }],
  [
    'tags',
    {
      tags: [
        ['h', '8'],
        ['epoch', '2'],
      ],
    },
  ],
  ['kind', { kind: RecordKind.Profile }],
  ['time', { created_at: where.createdAt + 1 }],
  ['author', { pubkey: publicKeyOf(bytes(8)) }],
  ['id', { id: gigRecord }],
  ['signature', { sig: 'ab'.repeat(64) }],
])('behavior: an altered %s is noticed', (_, altered) => {
  const event = write(parameters)
  // Looked at before, so that a remembered verdict would show.
  expect(isAuthentic(event)).toBe(true)
  expect(codeOf(() => openRecord({ ...event, ...altered }, epochKey))).toBe('RECORD_ALTERED')
})

test('behavior: altered tags are noticed under an id that was adapted', () => {
  const altered = {
    ...write(parameters),
    tags: [
      ['h', '8'],
      ['epoch', '2'],
    ],
  }
  expect(codeOf(() => openRecord({ ...altered, id: recordId(altered) }, epochKey))).toBe('RECORD_ALTERED')
})

test.each([
  [null],
  [{}],
  ['text'],
  [{ ...write(parameters), sig: undefined }],
  [{ ...write(parameters), kind: '3841' }],
])('behavior: no event is refused (%#)', (input) => {
  expect(codeOf(() => openRecord(input, epochKey))).toBe('INVALID_EVENT')
})

test.each<[string, string[][]]>([
  ['no community', [['epoch', '2']]],
  ['no epoch', [['h', '7']]],
  [
    'community 0',
    [
      ['h', '0'],
      ['epoch', '2'],
    ],
  ],
  [
    'a community of 33 bits',
    [
      ['h', '4294967296'],
      ['epoch', '2'],
    ],
  ],
  [
    'a leading zero',
    [
      ['h', '07'],
      ['epoch', '2'],
    ],
  ],
  [
    'two communities',
    [
      ['h', '7'],
      ['h', '8'],
      ['epoch', '2'],
    ],
  ],
  [
    'something more',
    [
      ['h', '7'],
      ['epoch', '2'],
      ['x', '1'],
    ],
  ],
  [
    'a longer tag',
    [
      ['h', '7', '8'],
      ['epoch', '2'],
    ],
  ],
  [
    'a gig',
    [
      ['h', '7'],
      ['epoch', '2'],
      ['e', gigRecord],
    ],
  ],
])('behavior: tags with %s are no record’s', (_, tags) => {
  expect(codeOf(() => fromRecordTags({ kind: RecordKind.Gig, tags }))).toBe('NOT_A_RECORD')
})

test.each([[[]], [[['e', 'AB'.repeat(32)]]], [[['e', 'ab']]]])('behavior: a work names its gig (%#)', (gigTag) => {
  const tags = [['h', '7'], ['epoch', '2'], ...gigTag]
  expect(codeOf(() => fromRecordTags({ kind: RecordKind.Work, tags }))).toBe('NOT_A_RECORD')
})

test('behavior: what can’t be tagged is not written', () => {
  expect(codeOf(() => recordTemplate({ ...parameters, gigRecord }))).toBe('NOT_A_RECORD')
  expect(codeOf(() => recordTemplate({ ...where, kind: RecordKind.Work, content: { v: 1, text: 'Done' } }))).toBe(
    'NOT_A_RECORD',
  )
  expect(codeOf(() => recordTemplate({ ...parameters, communityId: 0 }))).toBe('NOT_A_RECORD')
  expect(codeOf(() => recordTemplate({ ...parameters, epoch: 1.5 }))).toBe('NOT_A_RECORD')
})

test('behavior: another kind is no record', () => {
  expect(codeOf(() => openRecord(writeRaw('{}', 1), epochKey))).toBe('NOT_A_RECORD')
  expect([3840, 3841, 3844, 3845].map(isRecordKind)).toEqual([false, true, true, false])
})

const text = (content: object) => ({ ...where, kind: RecordKind.Comment, content: { v: 1, ...content }, gigRecord })

test.each<[string, object]>([
  ['title of 121', { ...parameters, content: { ...gig, title: 'a'.repeat(MAX_TITLE + 1) } }],
  ['no title', { ...parameters, content: { ...gig, title: '' } }],
  ['a blank title', { ...parameters, content: { ...gig, title: ' \u00a0' } }],
  ['a title of two lines', { ...parameters, content: { ...gig, title: 'a\nb' } }],
  ['description of 5,001', { ...parameters, content: { ...gig, description: 'a'.repeat(MAX_DESCRIPTION + 1) } }],
  ['no description', { ...parameters, content: { v: 1, title: 'a' } }],
  ['language that is none', { ...parameters, content: { ...gig, language: 'e n' } }],
  ['another version', { ...parameters, content: { ...gig, v: 2 } }],
  ['something more', { ...parameters, content: { ...gig, price: 5 } }],
  ['the content of another kind', { ...parameters, content: { v: 1, text: 'a' } }],
  ['work of 5,001', { ...text({ text: 'a'.repeat(MAX_WORK + 1) }), kind: RecordKind.Work }],
  ['comment of 2,001', text({ text: 'a'.repeat(MAX_COMMENT + 1) })],
  ['an empty comment', text({ text: '' })],
  ['a null character', text({ text: 'a\u0000' })],
  ['a carriage return', text({ text: 'a\r\n' })],
  ['an escape', text({ text: '\u001b[0m' })],
  ['a delete', text({ text: 'a\u007f' })],
  ['a C1 control', text({ text: 'a\u0085' })],
  ['half a surrogate pair', text({ text: 'a\ud83c' })],
  [
    'name of 61',
    { ...where, kind: RecordKind.Profile, content: { v: 1, name: 'a'.repeat(MAX_PROFILE_NAME + 1), about: '' } },
  ],
  [
    'about of 501',
    { ...where, kind: RecordKind.Profile, content: { v: 1, name: 'a', about: 'a'.repeat(MAX_PROFILE_ABOUT + 1) } },
  ],
])('behavior: %s is neither written nor read', (_, record) => {
  const { kind, content } = record as RecordParameters
  expect(codeOf(() => recordTemplate(record as RecordParameters))).toBe('RECORD_INVALID')
  const tags = [['h', '7'], ['epoch', '2'], ...('gigRecord' in record ? [['e', gigRecord]] : [])]
  const event = sign({
    kind,
    created_at: where.createdAt,
    tags,
    content: encrypt(JSON.stringify(content), epochKey, nonce),
  })
  expect(codeOf(() => openRecord(event, epochKey))).toBe('RECORD_INVALID')
})

test('behavior: a refusal names the fields', () => {
  try {
    recordTemplate({ ...parameters, content: { v: 1, title: '', description: 'a\u0000' } })
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({
      details: {
        fields: [
          { path: 'title', message: 'is blank' },
          { path: 'description', message: 'has control characters' },
        ],
      },
    })
  }
})

test('behavior: content that is no JSON, or larger than any record, is refused', () => {
  expect(codeOf(() => openRecord(writeRaw('apple'), epochKey))).toBe('RECORD_INVALID')
  expect(codeOf(() => openRecord(writeRaw(JSON.stringify({ ...gig, x: 'a'.repeat(30_000) })), epochKey))).toBe(
    'RECORD_INVALID',
  )
})

test('behavior: content that is not encrypted is refused', () => {
  const { tags } = recordTemplate(parameters)
  const event = sign({ kind: RecordKind.Gig, created_at: where.createdAt, tags, content: JSON.stringify(gig) })
  expect(codeOf(() => openRecord(event, epochKey))).toBe('RECORD_UNDECIPHERABLE')
})

test('behavior: keys and entropy have 32 bytes', () => {
  const template = recordTemplate(parameters)
  const short = new Uint8Array(31)
  expect(codeOf(() => sealRecord({ ...template, epochKey: short, nonce }))).toBe('INVALID_KEY')
  expect(codeOf(() => sealRecord({ ...template, epochKey, nonce: short }))).toBe('INVALID_ENTROPY')
  expect(codeOf(() => openRecord(write(parameters), short))).toBe('INVALID_KEY')
  const unsigned = sealRecord({ ...template, epochKey, nonce })
  expect(codeOf(() => signEvent({ template: unsigned, secret: short, entropy }))).toBe('INVALID_KEY')
  expect(codeOf(() => signEvent({ template: unsigned, secret: writer, entropy: short }))).toBe('INVALID_ENTROPY')
})

test('behavior: hex in both forms', () => {
  expect(toNostrHex(`0x${'AB'.repeat(32)}`)).toBe(gigRecord)
  expect(toBytes32(gigRecord)).toBe(`0x${gigRecord}`)
  expect(keyToHex(keyFromHex(gigRecord))).toBe(gigRecord)
  expect(codeOf(() => toNostrHex('ab'))).toBe('INVALID_KEY')
  expect(codeOf(() => keyFromHex('zz'.repeat(32)))).toBe('INVALID_KEY')
})
