import fc from 'fast-check'
import { getAddress, type Hex } from 'viem'
import { expect, test } from 'vitest'
import {
  type CodeAction,
  codeKindOf,
  codeStateOf,
  decodeCode,
  decodeWalletCode,
  encodeCode,
  encodeWalletCode,
  MAX_SIGNATURE_BYTES,
  type SignedCode,
} from '../src/index.ts'
import { codeOf } from './errors.ts'

const request: SignedCode = {
  action: 'Request',
  state: 'Open',
  chainId: 31337,
  gigId: 16_777_217n,
  walletId: 3,
  round: 0,
  expiry: 1_800_000_000,
  signature: `0x${'5a'.repeat(65)}`,
}
const wallet = { chainId: 31337, walletId: 3, address: getAddress(`0x${'ab'.repeat(20)}`) }

const BASE32 = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567']

const hex = (minBytes: number, maxBytes: number) =>
  fc
    .uint8Array({ minLength: minBytes, maxLength: maxBytes })
    .map((bytes): Hex => `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`)

const signedCode: fc.Arbitrary<SignedCode> = fc
  .record({
    action: fc.constantFrom<CodeAction>('Request', 'Completion'),
    chainId: fc.maxSafeNat(),
    gigId: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
    walletId: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    round: fc.integer({ min: 0, max: 2 ** 24 - 1 }),
    expiry: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
    signature: hex(1, MAX_SIGNATURE_BYTES),
  })
  .map((code) => ({ ...code, state: codeStateOf(code.action) }))

test('default', () => {
  const text = encodeCode(request)
  expect(text).toMatchInlineSnapshot(
    `"DITO1:R:AAAAAAAAAB5GSAAAAAAACAAAAEAAAAADAAAAAADLJHJAAACBLJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2LJNFUWS2A5B6YFA"`,
  )
  expect(decodeCode(text)).toEqual(request)
  expect(codeKindOf(text)).toBe('Request')
})

test('behavior: what is encoded is decoded, in the charset of QR codes and links', () => {
  fc.assert(
    fc.property(signedCode, (code) => {
      const text = encodeCode(code)
      expect(text).toMatch(/^DITO1:[RC]:[A-Z2-7]+$/)
      expect(decodeCode(text)).toEqual(code)
    }),
  )
})

test('behavior: every part of a code is recognised as cut off', () => {
  const text = encodeCode(request)
  const start = 'DITO1:'.length
  for (let length = start; length < text.length; length += 1) {
    expect(codeOf(() => decodeCode(text.slice(0, length)))).toBe('CODE_TRUNCATED')
  }
})

test('behavior: no character can be altered, left out or added', () => {
  const text = encodeCode(request)
  const start = 'DITO1:R:'.length
  fc.assert(
    fc.property(
      fc.integer({ min: start, max: text.length - 1 }),
      fc.constantFrom(...BASE32, 'a', '0', ' '),
      (i, other) => {
        fc.pre(text[i] !== other)
        const refusals = ['CODE_ALTERED', 'CODE_TRUNCATED']
        expect(refusals).toContain(codeOf(() => decodeCode(text.slice(0, i) + other + text.slice(i + 1))))
        expect(refusals).toContain(codeOf(() => decodeCode(text.slice(0, i) + text.slice(i + 1))))
        expect(refusals).toContain(codeOf(() => decodeCode(text.slice(0, i) + other + text.slice(i))))
      },
    ),
  )
})

test('behavior: a request can’t be turned into a completion', () => {
  expect(codeOf(() => decodeCode(encodeCode(request).replace('DITO1:R:', 'DITO1:C:')))).toBe('CODE_ALTERED')
})

test.each([
  ['', 'NOT_A_CODE'],
  ['https://example.org', 'NOT_A_CODE'],
  ['DITO', 'NOT_A_CODE'],
  ['dito1:R:AAAA', 'NOT_A_CODE'],
  [' DITO1:R:AAAA', 'NOT_A_CODE'],
  ['DITO2:R:AAAA', 'CODE_VERSION'],
  ['DITO12:R:AAAA', 'CODE_VERSION'],
  ['DITO1:', 'CODE_TRUNCATED'],
  ['DITO1:R', 'CODE_TRUNCATED'],
  ['DITO1:R:', 'CODE_TRUNCATED'],
  ['DITO1:X:AAAA', 'CODE_KIND'],
])('behavior: %j is refused with %s', (text, code) => {
  expect(codeOf(() => decodeCode(text))).toBe(code)
  expect(codeOf(() => decodeWalletCode(text))).toBe(text.startsWith('DITO1:R:') ? 'CODE_KIND' : code)
})

test.each<[string, Partial<SignedCode>]>([
  ['a state that the action does not start from', { state: 'Submitted' }],
  ['no signature', { signature: '0x' }],
  ['a signature of 1,025 bytes', { signature: `0x${'00'.repeat(MAX_SIGNATURE_BYTES + 1)}` }],
  ['a wallet id of 33 bits', { walletId: 2 ** 32 }],
  ['a gig id of 65 bits', { gigId: 2n ** 64n }],
  ['a round of 25 bits', { round: 2 ** 24 }],
  ['a negative expiry', { expiry: -1 }],
  ['a fraction', { expiry: 1.5 }],
])('behavior: %s can’t be encoded', (_, wrong) => {
  expect(codeOf(() => encodeCode({ ...request, ...wrong }))).toBe('CODE_FIELD')
})

test('behavior: the code of a wallet', () => {
  const text = encodeWalletCode(wallet)
  expect(text).toMatchInlineSnapshot(`"DITO1:W:AAAAAAAAAB5GSAAAAAB2XK5LVOV2XK5LVOV2XK5LVOV2XK5LVOVV64SCJ4"`)
  expect(decodeWalletCode(text)).toEqual(wallet)
  expect(codeKindOf(text)).toBe('Wallet')
  expect(codeOf(() => decodeCode(text))).toBe('CODE_KIND')
  expect(codeOf(() => decodeWalletCode(encodeCode(request)))).toBe('CODE_KIND')
  expect(codeOf(() => decodeWalletCode(text.slice(0, -1)))).toBe('CODE_TRUNCATED')
  expect(codeOf(() => decodeWalletCode(`${text}A`))).toBe('CODE_ALTERED')
  expect(codeOf(() => encodeWalletCode({ ...wallet, address: '0xab' }))).toBe('CODE_FIELD')
})

test('behavior: no character of a wallet’s code can be altered', () => {
  const text = encodeWalletCode(wallet)
  for (let i = 'DITO1:W:'.length; i < text.length; i += 1) {
    const other = text[i] === 'A' ? 'B' : 'A'
    expect(codeOf(() => decodeWalletCode(text.slice(0, i) + other + text.slice(i + 1)))).toBe('CODE_ALTERED')
  }
})
