import { TownError } from '@distributed-town/protocol'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { getPublicKey } from 'nostr-tools/pure'
import { bytesToHex, type Hex, type LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/** What signs for the owner of a wallet: a key made here, or any other wallet behind the same two functions. */
export type OwnerAccount = Pick<LocalAccount, 'address' | 'signTypedData' | 'signMessage'>

/** A person's keys. They stay on the device; what leaves it is the encrypted backup (`encryptIdentity`). */
export type Identity = {
  /** Owns the Skill Wallet and signs transactions and codes. */
  readonly owner: OwnerAccount
  /** Signs records and opens the mailbox, 32 bytes. */
  readonly messagingSecret: Uint8Array
  /** Public key of `messagingSecret`, x-only, as it stands on the wallet. */
  readonly messagingKey: Hex
  /** What all keys are derived from, 32 bytes. */
  readonly secret: Uint8Array
}

/**
 * A person's keys from one secret: the same secret always gives the same keys (HKDF-SHA256, RFC 5869).
 *
 * @param entropy 32 random bytes, or the secret of an identity that was kept.
 * @param options.createOwner Makes what signs with the owner's key of 32 bytes; viem in JavaScript unless given.
 * @throws TownError INVALID_ENTROPY when it isn't 32 bytes.
 * @example const identity = createIdentity(crypto.getRandomValues(new Uint8Array(32)))
 */
export const createIdentity = (
  entropy: Uint8Array,
  {
    createOwner = (key) => privateKeyToAccount(bytesToHex(key)),
  }: { readonly createOwner?: (key: Uint8Array) => OwnerAccount } = {},
): Identity => {
  if (entropy.length !== SECRET_BYTES) throw new TownError('INVALID_ENTROPY', { length: entropy.length })
  const messagingSecret = derive(entropy, MESSAGING_INFO)
  return {
    owner: createOwner(derive(entropy, OWNER_INFO)),
    messagingSecret,
    messagingKey: `0x${getPublicKey(messagingSecret)}`,
    secret: Uint8Array.from(entropy),
  }
}

const SECRET_BYTES = 32

// Part of every identity that exists: another text would give other keys to the same secret.
const OWNER_INFO = 'distributed-town/owner/1'
const MESSAGING_INFO = 'distributed-town/messaging/1'

// A result that is no secp256k1 key (2^-128) makes the signers throw; nobody will see it.
const derive = (secret: Uint8Array, info: string): Uint8Array =>
  hkdf(sha256, secret, undefined, new TextEncoder().encode(info), SECRET_BYTES)
