import { sha256 } from '@noble/hashes/sha2.js'
import { base32nopad } from '@scure/base'
import {
  type Address,
  bytesToBigInt,
  bytesToHex,
  concatBytes,
  getAddress,
  type Hex,
  hexToBytes,
  isAddress,
  numberToBytes,
  stringToBytes,
} from 'viem'
import { TownError } from './errors.ts'
import type { CodeAction } from './generated/enums.ts'
import { codeStateOf, type GigCode } from './typed-data/gigCode.ts'

// Codes that people show as QR, send as a link or write into a message. Text of the QR alphanumeric charset that is safe in links too:
//
//   DITO1:<kind>:<base32 of payload and checksum>
//
//   kind R, C  signed code of a gig: chainId 8, gigId 8, walletId 4, round 3, expiry 5, length of the signature 2, signature
//   kind W     a Skill Wallet: chainId 8, walletId 4, address 20
//
// Numbers are bytes, big-endian. The checksum is the first 4 bytes of SHA-256 over everything before it, "DITO1:" and the kind included:
// it finds a code that was mistyped or cut. That nobody forged one is what its signature says.

/** A request or a completion, signed (spec §4.6). */
export type SignedCode = GigCode & {
  readonly chainId: number
  /** Follows from the action. */
  readonly state: ReturnType<typeof codeStateOf>
  readonly signature: Hex
}

/** A Skill Wallet as its owner shows it. Nothing in it is signed. */
export type WalletCode = { readonly chainId: number; readonly walletId: number; readonly address: Address }

export type CodeKind = CodeAction | 'Wallet'

/** Most bytes of a signature: an ECDSA one has 65, those of contract accounts more; a QR code stays readable. */
export const MAX_SIGNATURE_BYTES = 1024

const VERSION = '1'
const PREFIX = `DITO${VERSION}:`
const CHECKSUM_BYTES = 4
/** Everything before the signature: 30 bytes are 48 characters exactly. */
const GIG_HEAD_BYTES = 30
const WALLET_BYTES = 32

const KIND_LETTERS = { Request: 'R', Completion: 'C', Wallet: 'W' } as const satisfies Record<CodeKind, string>

/** What a text is a code for; throws like `decodeCode` if it is none. */
export const codeKindOf = (text: string): CodeKind => split(text).kind

export const encodeCode = (code: SignedCode): string => {
  const signature = hexToBytes(code.signature)
  const isValid =
    code.state === codeStateOf(code.action) && signature.length > 0 && signature.length <= MAX_SIGNATURE_BYTES
  if (!isValid) throw new TownError('CODE_FIELD', { state: code.state, signatureBytes: signature.length })
  return join(
    code.action,
    concatBytes([
      number(code.chainId, 8),
      number(code.gigId, 8),
      number(code.walletId, 4),
      number(code.round, 3),
      number(code.expiry, 5),
      number(signature.length, 2),
      signature,
    ]),
  )
}

/**
 * Reads a signed code. Whether its signature is the right one only shows against the chain.
 * Throws NOT_A_CODE, CODE_VERSION, CODE_KIND (a wallet's), CODE_TRUNCATED or CODE_ALTERED.
 */
export const decodeCode = (text: string): SignedCode => {
  const { kind, body } = split(text)
  if (kind === 'Wallet') throw new TownError('CODE_KIND', { kind })
  // The head tells how long the code is, so that a part of it is recognised as such.
  const head = fromBase32(body.slice(0, charactersOf(GIG_HEAD_BYTES)), GIG_HEAD_BYTES)
  const signatureBytes = read(head, 28, 30)
  if (signatureBytes === 0 || signatureBytes > MAX_SIGNATURE_BYTES) throw new TownError('CODE_ALTERED')
  const payload = checked(kind, body, GIG_HEAD_BYTES + signatureBytes)
  return {
    action: kind,
    state: codeStateOf(kind),
    chainId: read(payload, 0, 8),
    gigId: bytesToBigInt(payload.subarray(8, 16)),
    walletId: read(payload, 16, 20),
    round: read(payload, 20, 23),
    expiry: read(payload, 23, 28),
    signature: bytesToHex(payload.subarray(GIG_HEAD_BYTES)),
  }
}

export const encodeWalletCode = ({ chainId, walletId, address }: WalletCode): string => {
  if (!isAddress(address, { strict: false })) throw new TownError('CODE_FIELD', { address })
  return join('Wallet', concatBytes([number(chainId, 8), number(walletId, 4), hexToBytes(address)]))
}

/** Reads the code of a Skill Wallet; throws like `decodeCode`, CODE_KIND for a signed code. */
export const decodeWalletCode = (text: string): WalletCode => {
  const { kind, body } = split(text)
  if (kind !== 'Wallet') throw new TownError('CODE_KIND', { kind })
  const payload = checked(kind, body, WALLET_BYTES)
  return {
    chainId: read(payload, 0, 8),
    walletId: read(payload, 8, 12),
    address: getAddress(bytesToHex(payload.subarray(12))),
  }
}

const join = (kind: CodeKind, payload: Uint8Array) =>
  `${PREFIX}${KIND_LETTERS[kind]}:${base32nopad.encode(concatBytes([payload, checksum(kind, payload)]))}`

const split = (text: string): { readonly kind: CodeKind; readonly body: string } => {
  const version = /^DITO(\d{1,4}):/.exec(text)?.[1]
  if (version === undefined) throw new TownError('NOT_A_CODE')
  if (version !== VERSION) throw new TownError('CODE_VERSION', { version })
  const rest = text.slice(PREFIX.length)
  if (rest.length < 2) throw new TownError('CODE_TRUNCATED')
  const kind = kinds.find((known) => rest.startsWith(`${KIND_LETTERS[known]}:`))
  if (!kind) throw new TownError('CODE_KIND')
  return { kind, body: rest.slice(2) }
}

const kinds: readonly CodeKind[] = ['Request', 'Completion', 'Wallet']

/** The payload of `size` bytes, once length and checksum are right. */
const checked = (kind: CodeKind, body: string, size: number): Uint8Array => {
  const bytes = fromBase32(body, size + CHECKSUM_BYTES)
  const payload = bytes.subarray(0, size)
  const sum = checksum(kind, payload)
  if (!bytes.subarray(size).every((byte, i) => byte === sum[i])) throw new TownError('CODE_ALTERED')
  return payload
}

const checksum = (kind: CodeKind, payload: Uint8Array) =>
  sha256(concatBytes([stringToBytes(`${PREFIX}${KIND_LETTERS[kind]}:`), payload])).subarray(0, CHECKSUM_BYTES)

const charactersOf = (bytes: number) => Math.ceil((bytes * 8) / 5)

const fromBase32 = (text: string, bytes: number): Uint8Array => {
  if (!/^[A-Z2-7]*$/.test(text)) throw new TownError('CODE_ALTERED')
  if (text.length < charactersOf(bytes)) throw new TownError('CODE_TRUNCATED')
  if (text.length > charactersOf(bytes)) throw new TownError('CODE_ALTERED')
  try {
    return base32nopad.decode(text)
  } catch (cause) {
    // Bits that pad the last character are not zero.
    throw new TownError('CODE_ALTERED', {}, { cause })
  }
}

const number = (value: number | bigint, size: number) => {
  const isInRange = typeof value === 'bigint' || Number.isSafeInteger(value)
  if (!isInRange || value < 0 || BigInt(value) >= 256n ** BigInt(size)) throw new TownError('CODE_FIELD', { value })
  return numberToBytes(value, { size })
}

const read = (bytes: Uint8Array, start: number, end: number) => {
  const value = bytesToBigInt(bytes.subarray(start, end))
  // Only chain ids have room for more than a number holds.
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new TownError('CODE_ALTERED')
  return Number(value)
}
