import type { IdentityBackup, Picture } from '@distributed-town/sdk'
import { createIndexedDb } from '../lib/indexed-db.ts'

// What this device keeps (IndexedDB): the encrypted identity, and the profile as its owner wrote it, to be published where they move.

export type OwnProfile = {
  readonly name: string
  readonly about: string
  /** For each town anew: it is encrypted for its members. */
  readonly picture?: Picture | undefined
}

export type Keystore = {
  readonly readBackup: () => Promise<IdentityBackup | undefined>
  readonly writeBackup: (backup: IdentityBackup) => Promise<void>
  readonly readProfile: () => Promise<OwnProfile | undefined>
  readonly writeProfile: (profile: OwnProfile) => Promise<void>
  readonly clear: () => Promise<void>
}

const DATABASE = 'distributed-town'
const STORE = 'identity'

export const createKeystore = (indexedDb: IDBFactory = indexedDB): Keystore => {
  const inStore = createIndexedDb<typeof STORE>({
    indexedDb,
    name: DATABASE,
    create: (database) => database.createObjectStore(STORE),
  })
  return {
    readBackup: () => inStore(STORE, 'readonly', (store) => store.get('backup')),
    writeBackup: async (backup) => void (await inStore(STORE, 'readwrite', (store) => store.put(backup, 'backup'))),
    readProfile: () => inStore(STORE, 'readonly', (store) => store.get('profile')),
    writeProfile: async (profile) => void (await inStore(STORE, 'readwrite', (store) => store.put(profile, 'profile'))),
    clear: () => inStore(STORE, 'readwrite', (store) => store.clear()),
  }
}
