import { recover } from 'tiny-secp256k1'
import { type Address, bytesToHex, type Hex, hexToBytes } from 'viem'
import { publicKeyToAddress } from 'viem/accounts'

/**
 * Who signed a digest; undefined if no public key fits. libsecp256k1 takes a tenth of the time of the library in JavaScript, in which the
 * node otherwise spends an eighth of its work.
 *
 * @param signature r, s and v (27 or 28), 65 bytes.
 */
export const recoverSigner = ({ digest, signature }: { digest: Hex; signature: Hex }): Address | undefined => {
  const bytes = hexToBytes(signature)
  const recoveryId = (bytes[64] ?? 0) - 27
  if (bytes.length !== 65 || (recoveryId !== 0 && recoveryId !== 1)) return undefined
  try {
    const key = recover(hexToBytes(digest), bytes.subarray(0, 64), recoveryId, false)
    return key ? publicKeyToAddress(bytesToHex(key)) : undefined
  } catch {
    // Numbers outside the curve.
    return undefined
  }
}
