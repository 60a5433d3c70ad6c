import type { NostrEvent } from '@distributed-town/protocol'
import { getEventHash } from 'nostr-tools/pure'
import { isXOnlyPoint, verifySchnorr } from 'tiny-secp256k1'

/** @returns what is wrong with id or signature. libsecp256k1 verifies 4,500 signatures a second, the library in JavaScript 600. */
export const verifyEvent = (event: NostrEvent): 'WRONG_ID' | 'WRONG_SIGNATURE' | undefined => {
  if (getEventHash(event) !== event.id) return 'WRONG_ID'
  return isSigned(event) ? undefined : 'WRONG_SIGNATURE'
}

const isSigned = ({ id, pubkey, sig }: NostrEvent): boolean => {
  const key = Buffer.from(pubkey, 'hex')
  const signature = Buffer.from(sig, 'hex')
  // The library throws on numbers outside the curve instead of answering no.
  if (!isXOnlyPoint(key) || !isBelowOrder(signature.subarray(0, 32)) || !isBelowOrder(signature.subarray(32)))
    return false
  return verifySchnorr(Buffer.from(id, 'hex'), key, signature)
}

/** Order of secp256k1. */
const ORDER = Buffer.from('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141', 'hex')

const isBelowOrder = (number: Buffer): boolean => number.compare(ORDER) < 0
