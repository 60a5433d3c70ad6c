import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { Hex } from 'viem'
import { TownError } from '../errors.ts'

/** 32 bytes as Nostr writes them, from either form: lower case, no prefix. */
export const toNostrHex = (hex: string): string => {
  const bare = hex.toLowerCase().replace(/^0x/, '')
  if (!/^[0-9a-f]{64}$/.test(bare)) throw new TownError('INVALID_KEY')
  return bare
}

/** A Nostr id or key as contracts take it. */
export const toBytes32 = (hex: string): Hex => `0x${toNostrHex(hex)}`

export const keyFromHex = (hex: string): Uint8Array => hexToBytes(toNostrHex(hex))

export const keyToHex = (key: Uint8Array): string => bytesToHex(checkKey(key))

export const checkKey = (key: Uint8Array): Uint8Array => {
  if (key.length !== 32) throw new TownError('INVALID_KEY', { bytes: key.length })
  return key
}

export const checkEntropy = (entropy: Uint8Array, bytes: number): Uint8Array => {
  if (entropy.length !== bytes) throw new TownError('INVALID_ENTROPY', { bytes: entropy.length, needed: bytes })
  return entropy
}
