import { stewardKeySchema, toBytes32 } from '@distributed-town/protocol'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Node } from '../../node.ts'
import { createStewardKey } from '../../steward/create-key.ts'
import type { Operation } from '../operation.ts'

export const stewardRoutes = (app: FastifyInstance, node: Node): void => {
  const operation: Operation = { summary: 'An identity key for a town to be founded', answer: stewardKeySchema }
  const rateLimit = { max: KEYS_A_MINUTE, timeWindow: '1 minute' }
  app.post('/api/steward/keys', { config: { operation, rateLimit } }, async () =>
    z.encode(stewardKeySchema, { key: toBytes32(await createStewardKey(node)) }),
  )
}

// A key that no town is founded with is kept for a day; a school class that founds towns at the same time still gets theirs.
const KEYS_A_MINUTE = 60
