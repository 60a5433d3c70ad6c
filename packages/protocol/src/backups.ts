import { type Address, sha256, stringToBytes } from 'viem'

/** The text that the owner of an address signs (EIP-191) to store an encrypted backup of its key. @param timestamp Seconds. */
export const backupMessage = ({
  address,
  backup,
  timestamp,
}: {
  readonly address: Address
  readonly backup: string
  readonly timestamp: number
}): string =>
  [
    'Distributed Town: store this encrypted backup of my key.',
    `Address: ${address.toLowerCase()}`,
    `SHA-256: ${sha256(stringToBytes(backup))}`,
    `Timestamp: ${timestamp}`,
  ].join('\n')
