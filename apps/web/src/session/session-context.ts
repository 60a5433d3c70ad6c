import type { ExampleResident, Identity, IdentityBackup, Records, Wallet } from '@distributed-town/sdk'
import { createContext, use } from 'react'

/** none: no identity on this device. locked: one, under its passphrase. open: its keys are in memory. */
export type SessionStatus = 'starting' | 'none' | 'locked' | 'open'

export type Session = {
  readonly status: SessionStatus
  /** The example resident in whose shoes this browser is: they are who is meant by everything else here. What is one's own waits unchanged. */
  readonly shoes: ExampleResident | undefined
  /** Of the identity on this device, locked or open. */
  readonly address: `0x${string}` | undefined
  readonly identity: Identity | undefined
  /** Own Skill Wallet: undefined while it is read, null when there is none yet. Shown while locked too: it is public. */
  readonly wallet: Wallet | null | undefined
  readonly walletError: unknown
  /** Relay and keys, once the mailbox was read; undefined while locked or on the way. */
  readonly records: Records | undefined
  /** Why `records` are not there, if they failed. */
  readonly recordsError: unknown
  /** Whether this device keeps an identity of its own, also while somebody else's shoes are on. */
  readonly hasOwn: boolean
  /** The backup on this device, for a file. */
  readonly backup: IdentityBackup | undefined
  /** @throws TownError SIGNER_MISSING while locked. */
  readonly requireIdentity: () => Identity
  /** @throws TownError SIGNER_MISSING while locked; RELAY_TIMEOUT, RELAY_REFUSED. */
  readonly openRecords: () => Promise<Records>
  /** Makes a new identity and keeps it under the passphrase on this device. */
  readonly create: (passphrase: string) => Promise<IdentityBackup>
  /** Opens a backup and keeps it on this device. @throws TownError WRONG_PASSPHRASE, INVALID_BACKUP. */
  readonly open: (backup: IdentityBackup, passphrase: string) => Promise<void>
  /** @throws TownError WRONG_PASSPHRASE. */
  readonly unlock: (passphrase: string) => Promise<void>
  readonly lock: () => void
  /** Acts as a resident of the example from now on, until `stepOut`. @throws TownError NO_EXAMPLE, NOT_FOUND. */
  readonly stepIn: (owner: `0x${string}`) => Promise<void>
  readonly stepOut: () => void
  /** Removes the identity from this device. What was not backed up is gone. */
  readonly forget: () => Promise<void>
}

export const SessionContext = createContext<Session | undefined>(undefined)

export const useSession = (): Session => {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession outside of its provider')
  return session
}
