import type { IdentityBackup, Picture } from '@distributed-town/sdk'

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
  let opened: Promise<IDBDatabase> | undefined
  const open = () => {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDb.open(DATABASE, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    return opened
  }
  const inStore = async <Result>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<Result>) => {
    const transaction = (await open()).transaction(STORE, mode)
    return await new Promise<Result>((resolve, reject) => {
      const request = act(transaction.objectStore(STORE))
      // Only then is it on the disk.
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error)
    })
  }
  return {
    readBackup: () => inStore('readonly', (store) => store.get('backup')),
    writeBackup: async (backup) => void (await inStore('readwrite', (store) => store.put(backup, 'backup'))),
    readProfile: () => inStore('readonly', (store) => store.get('profile')),
    writeProfile: async (profile) => void (await inStore('readwrite', (store) => store.put(profile, 'profile'))),
    clear: () => inStore('readwrite', (store) => store.clear()),
  }
}
