import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { createGate } from '../chain/gate.ts'
import { listChangesFrom, type Subject } from '../db/chain/changes.ts'
import type { Node } from '../node.ts'
import { createGroupRead } from './group-read.ts'
import { sendJson } from './send-json.ts'

/** JSON of the index, kept until something that it shows changes. */
export type Answers = {
  /** @param key The request, whole. @param make What it is answered with. What it throws is not kept. */
  readonly get: (key: string, make: () => Promise<Answer>) => Promise<Buffer>
}

export type Answer = {
  /** JSON as it is sent: a string would be encoded anew for each request. */
  readonly json: Buffer
  /** It is another one once any of them was touched. */
  readonly shows: readonly Subject[]
  /** Seconds of the chain's clock; from then on it is another one, though nothing happened on chain. */
  readonly changesAt?: number
}

const MAX_BYTES = 32_000_000
/** Of which it is known when they were touched last. */
const MAX_SUBJECTS = 50_000
/** Each reads by up to four of the pool's connections: some are left for those whose answer is kept, and for the rest of the node. */
const MADE_AT_ONCE = 3

/**
 * What was touched is asked of the database for every request, never guessed from what this process heard: so another process may be the one
 * that writes. Requests that come together ask together.
 */
export const createAnswers = (
  node: Pick<Node, 'pool' | 'chain'>,
  { maxBytes = MAX_BYTES }: { readonly maxBytes?: number } = {},
): Answers => {
  let version = 0
  let state = emptyState()
  const gate = createGate({ atOnce: MADE_AT_ONCE, waiting: Infinity })

  /** One at a time, so that no earlier state of the database comes after a later one. */
  const catchUp = createGroupRead(async () => {
    const changes = await listChangesFrom(node, version)
    const present = changes[0]?.version ?? 0
    if (present === version) return
    const known = changes.findIndex((change) => change.version === version)
    const touched = known === -1 ? [null] : changes.slice(0, known).map((change) => change.touched)
    version = present
    if (touched.includes(null)) state = emptyState()
    for (const subject of touched.flatMap((subjects) => subjects ?? [])) state.touchedAt.set(subject, version)
    if (state.touchedAt.size > MAX_SUBJECTS) state = emptyState()
  })

  const isValid = (own: State, { shows, changesAt, madeAt }: Kept): boolean =>
    shows.every((subject) => (own.touchedAt.get(subject) ?? 0) <= madeAt) && (changesAt ?? Infinity) > node.chain.time()

  const keep = (own: State, key: string, answer: Kept): void => {
    forget(own, key)
    own.kept.set(key, answer)
    own.bytes += sizeOf(key, answer)
    for (const oldest of own.kept.keys()) {
      if (own.bytes <= maxBytes) return
      forget(own, oldest)
    }
  }

  return {
    get: async (key, make) => {
      await catchUp()
      // What began before is kept where those who come later don't look, should everything be forgotten meanwhile.
      const own = state
      const found = own.kept.get(key)
      if (found && isValid(own, found)) return found.json
      let made = own.making.get(key)
      if (made?.madeAt !== version) {
        made = { madeAt: version, answer: gate.enter(make) }
        own.making.set(key, made)
      }
      try {
        const answer = { ...(await made.answer), madeAt: made.madeAt }
        if (own.making.get(key) === made && isValid(own, answer)) keep(own, key, answer)
        return answer.json
      } finally {
        if (own.making.get(key) === made) own.making.delete(key)
      }
    },
  }
}

/** @param madeAt Version of the index before it was read: what was touched later may not be in it. */
type Kept = Answer & { readonly madeAt: number }

type State = {
  readonly kept: Map<string, Kept>
  readonly making: Map<string, { readonly madeAt: number; readonly answer: Promise<Answer> }>
  /** Version at which a subject was touched last. */
  readonly touchedAt: Map<string, number>
  bytes: number
}

const emptyState = (): State => ({ kept: new Map(), making: new Map(), touchedAt: new Map(), bytes: 0 })

const forget = (state: State, key: string): void => {
  const found = state.kept.get(key)
  if (found === undefined) return
  state.kept.delete(key)
  state.bytes -= sizeOf(key, found)
}

const sizeOf = (key: string, { json }: Answer): number => key.length + json.length

export const toAnswer = <Schema extends z.core.$ZodType>(
  schema: Schema,
  value: z.output<Schema>,
  shows: readonly Subject[],
): Answer => ({ json: toBytes(JSON.stringify(z.encode(schema, value))), shows })

/** In memory of its own: a slice of the pool that buffers share would keep all of it. */
const toBytes = (text: string): Buffer => {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text))
  bytes.write(text)
  return bytes
}

/** @param key The request's path and query. */
export const sendAnswer = async (
  reply: FastifyReply,
  answers: Answers,
  key: string,
  make: () => Promise<Answer>,
): Promise<FastifyReply> => sendJson(reply.request, reply, await answers.get(key, make))
