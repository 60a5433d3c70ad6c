import { type EpochKey, TownError } from '@distributed-town/protocol'

/** The epoch keys that an identity has received, by community. */
export type Keyring = {
  readonly add: (communityId: number, keys: readonly EpochKey[]) => void
  readonly find: (communityId: number, epoch: number) => Uint8Array | undefined
  /** Resolves at once or when the key arrives. @throws TownError EPOCH_KEY_MISSING after `timeoutMs`. */
  readonly wait: (communityId: number, epoch: number, timeoutMs: number) => Promise<Uint8Array>
  /** Calls at every arrival of keys. @returns how to stop. */
  readonly subscribe: (listener: () => void) => () => void
}

export const createKeyring = (): Keyring => {
  const keys = new Map<string, Uint8Array>()
  const listeners = new Set<() => void>()
  const find = (communityId: number, epoch: number) => keys.get(`${communityId}/${epoch}`)
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }
  return {
    find,
    subscribe,
    add: (communityId, epochs) => {
      for (const { n, key } of epochs) {
        // The first one stays: records were written with it, and a key of an epoch never changes.
        if (!find(communityId, n)) keys.set(`${communityId}/${n}`, key)
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
