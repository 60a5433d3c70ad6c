import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { NostrEvent } from '@distributed-town/protocol'
import { serializeEvent } from 'nostr-tools/pure'

/** Verifies events in a thread of its own: a flood of signatures then delays other events, and nothing else of the node. */
export type Verifier = {
  /** @returns what is wrong with id or signature. */
  readonly verify: (event: NostrEvent) => Promise<'WRONG_ID' | 'WRONG_SIGNATURE' | undefined>
  readonly close: () => Promise<void>
}

/** Id, key and signature. */
export const ITEM_BYTES = 128
/** Signatures handed over at a time: 15 ms of work. */
const BATCH = 64

type Waiting = {
  readonly event: NostrEvent
  readonly resolve: (isSigned: boolean) => void
  readonly reject: (error: Error) => void
}

export const createVerifier = (): Verifier => {
  let worker: Worker | undefined
  let closed = false
  /** With the worker, and those that come after them. */
  let under: Waiting[] = []
  let waiting: Waiting[] = []

  const handOver = (): void => {
    if (under.length > 0 || waiting.length === 0 || closed) return
    under = waiting.slice(0, BATCH)
    waiting = waiting.slice(BATCH)
    const bytes = new Uint8Array(under.length * ITEM_BYTES)
    for (const [i, { event }] of under.entries()) {
      bytes.set(Buffer.from(`${event.id}${event.pubkey}${event.sig}`, 'hex'), i * ITEM_BYTES)
    }
    worker ??= start()
    worker.postMessage(bytes, [bytes.buffer])
  }

  const start = (): Worker => {
    const started = new Worker(new URL('./signature-worker.ts', import.meta.url))
    // It doesn't keep a process running that has nothing else to do.
    started.unref()
    started.on('message', (answers: Uint8Array) => {
      const answered = under
      under = []
      for (const [i, { resolve }] of answered.entries()) resolve(answers[i] === 1)
      handOver()
    })
    started.on('error', (error) => {
      worker = undefined
      fail(error)
    })
    started.on('exit', () => {
      worker = undefined
      fail(new Error('the thread that verifies has ended'))
    })
    return started
  }

  const fail = (error: Error): void => {
    const failed = [...under, ...waiting]
    under = []
    waiting = []
    for (const { reject } of failed) reject(error)
  }

  return {
    verify: async (event) => {
      if (createHash('sha256').update(serializeEvent(event)).digest('hex') !== event.id) return 'WRONG_ID'
      const isSigned = await new Promise<boolean>((resolve, reject) => {
        if (closed) return reject(new Error('nothing is verified any more'))
        waiting.push({ event, resolve, reject })
        handOver()
      })
      return isSigned ? undefined : 'WRONG_SIGNATURE'
    },
    close: async () => {
      closed = true
      await worker?.terminate()
    },
  }
}
