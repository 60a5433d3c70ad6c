import type { RelayRequest, toErrorBody } from '@distributed-town/sdk'
import { createIndexedDb } from '../lib/indexed-db.ts'

// Signed requests on this device (IndexedDB), until their signer has heard what became of them. What they say is public once they are sent.

export type Waiting = {
  /** Signer and nonce with the deadline: one request each. */
  readonly id: string
  readonly relayRequest: RelayRequest
  /** Milliseconds since 1970. */
  readonly signedAt: number
  /**
   * sending: on its way for the first time. waiting: the node did not answer, so it is sent again. done, refused: what the node answered to
   * one that had to wait.
   */
  readonly status: 'sending' | 'waiting' | 'done' | 'refused'
  readonly error?: ReturnType<typeof toErrorBody> | undefined
}

export type OutboxStore = {
  /** In the order of their signing. */
  readonly list: () => Promise<readonly Waiting[]>
  readonly find: (id: string) => Promise<Waiting | undefined>
  readonly put: (waiting: Waiting) => Promise<void>
  readonly remove: (id: string) => Promise<void>
  readonly findNonce: (owner: string) => Promise<bigint | undefined>
  readonly putNonce: (owner: string, nonce: bigint) => Promise<void>
  readonly clear: () => Promise<void>
}

const DATABASE = 'distributed-town-outbox'
const REQUESTS = 'requests'
/** The next nonce of an owner, as far as this device knows. */
const NONCES = 'nonces'

export const createOutboxStore = (indexedDb: IDBFactory = indexedDB): OutboxStore => {
  const inStore = createIndexedDb<typeof REQUESTS | typeof NONCES>({
    indexedDb,
    name: DATABASE,
    create: (database) => {
      database.createObjectStore(REQUESTS, { keyPath: 'id' })
      database.createObjectStore(NONCES)
    },
  })
  return {
    list: async () => {
      const all: readonly Waiting[] = await inStore(REQUESTS, 'readonly', (store) => store.getAll())
      return all.toSorted((a, b) => a.signedAt - b.signedAt || Number(nonceOf(a) - nonceOf(b)))
    },
    find: (id) => inStore(REQUESTS, 'readonly', (store) => store.get(id)),
    put: async (waiting) => void (await inStore(REQUESTS, 'readwrite', (store) => store.put(waiting))),
    remove: (id) => inStore(REQUESTS, 'readwrite', (store) => store.delete(id)),
    findNonce: (owner) => inStore(NONCES, 'readonly', (store) => store.get(owner)),
    putNonce: async (owner, nonce) => void (await inStore(NONCES, 'readwrite', (store) => store.put(nonce, owner))),
    clear: async () => {
      await inStore(REQUESTS, 'readwrite', (store) => store.clear())
      await inStore(NONCES, 'readwrite', (store) => store.clear())
    },
  }
}

export const nonceOf = ({ relayRequest }: Waiting): bigint => relayRequest.request.nonce
