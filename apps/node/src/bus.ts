import type { Logger } from 'pino'

/** What happened in this process and others of it may want to know. Emitted after the commit of what it tells of. */
export type BusEvent =
  | { readonly type: 'block'; readonly height: bigint; readonly indexed: bigint; readonly finalized: bigint }
  /** Everything is about to be read anew: until this block the tables say too little. */
  | { readonly type: 'rereading'; readonly until: bigint }
  /** A reorg took back what came after this block: whatever was told of it may be wrong. */
  | { readonly type: 'undone'; readonly block: bigint }
  | { readonly type: 'gig'; readonly id: bigint; readonly communityId: number; readonly state: string }
  | { readonly type: 'community'; readonly id: number }
  | { readonly type: 'wallet'; readonly id: number }
  | { readonly type: 'record'; readonly id: string; readonly communityId: number; readonly kind: number }
  | {
      readonly type: 'membership'
      readonly communityId: number
      readonly walletId: number
      readonly kind: 'joined' | 'left'
      /** Epoch of the community after it. */
      readonly epoch: number
    }

export type Bus = {
  readonly emit: (event: BusEvent) => void
  /** @returns how to stop listening. */
  readonly subscribe: (listener: (event: BusEvent) => void) => () => void
}

export const createBus = ({ log }: { readonly log: Logger }): Bus => {
  const listeners = new Set<(event: BusEvent) => void>()
  return {
    emit: (event) => {
      for (const listener of [...listeners]) {
        try {
          listener(event)
        } catch (error) {
          // One listener's failure must not undo what it was told of, nor keep it from the others.
          log.error({ err: error, event: event.type }, 'a listener of the bus failed')
        }
      }
    },
    subscribe: (listener) => {
      // A function of its own, so that the same listener can subscribe twice.
      const entry = (event: BusEvent) => listener(event)
      listeners.add(entry)
      return () => {
        listeners.delete(entry)
      }
    },
  }
}
