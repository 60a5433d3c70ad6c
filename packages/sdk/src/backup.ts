import { TownError } from '@distributed-town/protocol'
import { decrypt, encrypt } from 'nostr-tools/nip49'
import { type Address, isAddress, isAddressEqual } from 'viem'
import * as z from 'zod/mini'
import { createIdentity, type Identity } from './identity.ts'
import type { Town } from './town.ts'

/** What an identity is kept in: a file, or the node (`saveBackup`). Safe to show as far as its passphrase is good. */
export type IdentityBackup = {
  readonly version: 1
  /** Of the owner account: says whose it is without the passphrase. */
  readonly address: Address
  /** The secret under a passphrase (NIP-49: scrypt and XChaCha20-Poly1305), bech32. */
  readonly ncryptsec: string
  /** Seconds. */
  readonly createdAt: number
}

/**
 * The identity's secret encrypted under a passphrase. Blocks for some tenths of a second: that is the protection against guessing.
 *
 * @param options.passphrase Any text but an empty one; compared in its normal form (NFKC).
 * @throws TownError INVALID_INPUT for an empty passphrase.
 * @example const backup = encryptIdentity(town, { identity, passphrase })
 */
export const encryptIdentity = (
  town: Pick<Town, 'clock'>,
  { identity, passphrase }: { readonly identity: Identity; readonly passphrase: string },
): IdentityBackup => {
  if (passphrase === '') throw new TownError('INVALID_INPUT', { name: 'passphrase' })
  return {
    version: 1,
    address: identity.owner.address,
    ncryptsec: encrypt(identity.secret, passphrase, LOG_N, NEVER_UNENCRYPTED),
    createdAt: Math.floor(town.clock() / 1000),
  }
}

/**
 * The identity in a backup.
 *
 * @throws TownError WRONG_PASSPHRASE, also for a damaged text; INVALID_BACKUP when it is not of the address it names.
 */
export const decryptIdentity = ({
  backup,
  passphrase,
}: {
  readonly backup: IdentityBackup
  readonly passphrase: string
}): Identity => {
  const identity = createIdentity(decryptSecret({ backup, passphrase }))
  if (!isAddressEqual(identity.owner.address, backup.address)) {
    throw new TownError('INVALID_BACKUP', { address: backup.address })
  }
  return identity
}

/** The text of a backup file. */
export const serializeBackup = (backup: IdentityBackup): string => JSON.stringify(backup)

/** @throws TownError INVALID_BACKUP when the text is no backup. */
export const parseBackup = (text: string): IdentityBackup => {
  try {
    return backupSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new TownError('INVALID_BACKUP', {}, { cause: error })
  }
}

// 2^16 rounds of scrypt: 64 MB and some tenths of a second on a phone.
const LOG_N = 16
/** NIP-49: the key is not known to have been handled insecurely. */
const NEVER_UNENCRYPTED = 0x01

const NCRYPTSEC = /^ncryptsec1[02-9ac-hj-np-z]+$/

const backupSchema = z.object({
  version: z.literal(1),
  address: z.custom<Address>((value) => typeof value === 'string' && isAddress(value)),
  ncryptsec: z.string().check(z.regex(NCRYPTSEC)),
  createdAt: z.int().check(z.nonnegative()),
})

const decryptSecret = ({ backup, passphrase }: { backup: IdentityBackup; passphrase: string }): Uint8Array => {
  try {
    return decrypt(backup.ncryptsec, passphrase)
  } catch (error) {
    // Authenticated encryption: damage and a wrong passphrase look alike.
    throw new TownError('WRONG_PASSPHRASE', {}, { cause: error })
  }
}
