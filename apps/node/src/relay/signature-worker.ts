import { parentPort } from 'node:worker_threads'
import { isXOnlyPoint, verifySchnorr } from 'tiny-secp256k1'
import { ITEM_BYTES } from './verifier.ts'

// Runs in a thread of its own: verifies what it is sent, one byte of an answer for each signature.

/** Order of secp256k1. */
const ORDER = Buffer.from('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141', 'hex')

const isBelowOrder = (number: Buffer): boolean => number.compare(ORDER) < 0

const isSigned = (item: Buffer): boolean => {
  const [id, key, signature] = [item.subarray(0, 32), item.subarray(32, 64), item.subarray(64)]
  // The library throws on numbers outside the curve instead of answering no.
  if (!isXOnlyPoint(key) || !isBelowOrder(signature.subarray(0, 32)) || !isBelowOrder(signature.subarray(32)))
    return false
  return verifySchnorr(id, key, signature)
}

parentPort?.on('message', (bytes: Uint8Array) => {
  const items = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const answers = new Uint8Array(items.length / ITEM_BYTES)
  for (let i = 0; i < answers.length; i++) {
    answers[i] = isSigned(items.subarray(i * ITEM_BYTES, (i + 1) * ITEM_BYTES)) ? 1 : 0
  }
  parentPort?.postMessage(answers)
})
