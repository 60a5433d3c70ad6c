import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { findVersion } from '../db/chain/cursor.ts'
import type { Node } from '../node.ts'
import { createGroupRead } from './group-read.ts'

/** JSON of the index, kept while the index stays as it is. */
export type Answers = {
  /** @param key The request, whole. @param make What it is answered with. What it throws is not kept. */
  readonly get: (key: string, make: () => Promise<Answer>) => Promise<string>
}

export type Answer = {
  readonly json: string
  /** Seconds of the chain's clock; from then on it is another one, with or without a new block. */
  readonly changesAt?: number
}

const MAX_CHARACTERS = 32_000_000

/**
 * Whether the index is as before is asked of the database for every request, never guessed from what this process heard: so another process
 * may be the one that writes. Requests that come together ask together.
 */
export const createAnswers = (
  node: Pick<Node, 'pool' | 'chain'>,
  { maxCharacters = MAX_CHARACTERS }: { readonly maxCharacters?: number } = {},
): Answers => {
  const readVersion = createGroupRead(() => findVersion(node))
  let version = ''
  let state = emptyState()

  const keep = (own: State, key: string, answer: Answer): void => {
    // What was made for a version never gets among the answers of a later one.
    if (own !== state) return
    own.kept.set(key, answer)
    own.characters += sizeOf(key, answer)
    for (const [oldest, old] of own.kept) {
      if (own.characters <= maxCharacters) return
      own.kept.delete(oldest)
      own.characters -= sizeOf(oldest, old)
    }
  }

  return {
    get: async (key, make) => {
      const present = await readVersion()
      if (present !== version) {
        version = present
        state = emptyState()
      }
      const own = state
      const found = own.kept.get(key)
      if (found && (found.changesAt ?? Infinity) > node.chain.time()) return found.json
      if (found) {
        own.kept.delete(key)
        own.characters -= sizeOf(key, found)
      }
      const making = own.making.get(key) ?? make()
      own.making.set(key, making)
      try {
        const answer = await making
        if (own.making.delete(key)) keep(own, key, answer)
        return answer.json
      } catch (error) {
        own.making.delete(key)
        throw error
      }
    },
  }
}

/** Of one version of the index. */
type State = {
  readonly kept: Map<string, Answer>
  readonly making: Map<string, Promise<Answer>>
  characters: number
}

const sizeOf = (key: string, { json }: Answer): number => key.length + json.length

const emptyState = (): State => ({ kept: new Map(), making: new Map(), characters: 0 })

export const toAnswer = <Schema extends z.ZodType>(schema: Schema, value: z.output<Schema>): Answer => ({
  json: JSON.stringify(z.encode(schema, value)),
})

/** @param key The request's path and query. */
export const sendAnswer = async (
  reply: FastifyReply,
  answers: Answers,
  key: string,
  make: () => Promise<Answer>,
): Promise<FastifyReply> => {
  const json = await answers.get(key, make)
  return reply.type('application/json; charset=utf-8').send(json)
}
