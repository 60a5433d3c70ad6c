import { gcm } from '@noble/ciphers/aes'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { TownError } from '../errors.ts'
import { checkEntropy } from './hex.ts'
import { type Attachment, MAX_ATTACHMENT_BYTES } from './schemas.ts'

// Pictures of records (spec §14.10): each is encrypted with a key of its own (AES-256-GCM), which stands in the record, whose content is
// encrypted with the epoch key; a node keeps the ciphertext under its SHA-256.

const KEY_BYTES = 32
const NONCE_BYTES = 12

/** Bytes of entropy that encrypting an attachment takes. */
export const ATTACHMENT_ENTROPY_BYTES = KEY_BYTES + NONCE_BYTES

/** What encryption adds: the code that authenticates it. */
export const ATTACHMENT_OVERHEAD = 16

/** @param entropy `ATTACHMENT_ENTROPY_BYTES` fresh random bytes. @throws TownError ATTACHMENT_TOO_LARGE. */
export const sealAttachment = ({
  bytes,
  entropy,
}: {
  readonly bytes: Uint8Array
  readonly entropy: Uint8Array
}): { readonly ciphertext: Uint8Array } & Pick<Attachment, 'sha256' | 'key' | 'nonce' | 'size'> => {
  checkEntropy(entropy, ATTACHMENT_ENTROPY_BYTES)
  if (bytes.length + ATTACHMENT_OVERHEAD > MAX_ATTACHMENT_BYTES) {
    throw new TownError('ATTACHMENT_TOO_LARGE', { bytes: bytes.length, most: MAX_ATTACHMENT_BYTES })
  }
  const [key, nonce] = [entropy.slice(0, KEY_BYTES), entropy.slice(KEY_BYTES)]
  const ciphertext = gcm(key, nonce).encrypt(bytes)
  return {
    ciphertext,
    sha256: bytesToHex(sha256(ciphertext)),
    key: bytesToHex(key),
    nonce: bytesToHex(nonce),
    size: bytes.length,
  }
}

/** @throws TownError ATTACHMENT_ALTERED unless the bytes are what the record names. */
export const openAttachment = ({
  ciphertext,
  attachment,
}: {
  readonly ciphertext: Uint8Array
  readonly attachment: Pick<Attachment, 'sha256' | 'key' | 'nonce' | 'size'>
}): Uint8Array => {
  const { sha256: hash, key, nonce, size } = attachment
  if (ciphertext.length !== size + ATTACHMENT_OVERHEAD || bytesToHex(sha256(ciphertext)) !== hash) {
    throw new TownError('ATTACHMENT_ALTERED', { sha256: hash })
  }
  try {
    return gcm(hexToBytes(key), hexToBytes(nonce)).decrypt(ciphertext)
  } catch (cause) {
    throw new TownError('ATTACHMENT_ALTERED', { sha256: hash }, { cause })
  }
}
