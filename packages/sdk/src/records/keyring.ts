import { type EpochKey, TownError } from '@distributed-town/protocol'

/** The epoch keys that an identity has received, by community. */
export type Keyring = {
  readonly add: (communityId: number, keys: readonly EpochKey[]) => void
  /** The one to write with: the latest version. */
  readonly find: (communityId: number, epoch: number) => Uint8Array | undefined
  /** All versions, latest first: any of them may be what a record was written with. */
  readonly list: (communityId: number, epoch: number) => readonly Uint8Array[]
  /** Resolves at once or when the key arrives. @throws TownError EPOCH_KEY_MISSING after `timeoutMs`. */
  readonly wait: (communityId: number, epoch: number, timeoutMs: number) => Promise<Uint8Array>
  /** Calls at every arrival of keys. @returns how to stop. */
  readonly subscribe: (listener: () => void) => () => void
}

export const createKeyring = (): Keyring => {
  /** By version. */
  const keys = new Map<string, Map<number, Uint8Array>>()
  const listeners = new Set<() => void>()
  const list = (communityId: number, epoch: number) =>
    [...(keys.get(`${communityId}/${epoch}`) ?? [])].toSorted(([a], [b]) => b - a).map(([, key]) => key)
  const find = (communityId: number, epoch: number) => list(communityId, epoch)[0]
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }
  return {
    find,
    list,
    subscribe,
    add: (communityId, epochs) => {
      for (const { n, version = 0, key } of epochs) {
        const ofEpoch = keys.get(`${communityId}/${n}`) ?? new Map<number, Uint8Array>()
        keys.set(`${communityId}/${n}`, ofEpoch)
        // The first one stays: records were written with it, and a version never changes.
        if (!ofEpoch.has(version)) ofEpoch.set(version, key)
      }
      for (const listener of [...listeners]) listener()
    },
    wait: (communityId, epoch, timeoutMs) => {
      const present = find(communityId, epoch)
      if (present) return Promise.resolve(present)
      return new Promise((resolve, reject) => {
        const timeout = setTimeout(() => {
          stop()
          reject(new TownError('EPOCH_KEY_MISSING', { communityId, epoch }))
        }, timeoutMs)
        const stop = subscribe(() => {
          const key = find(communityId, epoch)
          if (!key) return
          clearTimeout(timeout)
          stop()
          resolve(key)
        })
      })
    },
  }
}
