import { type Health, healthSchema } from '@distributed-town/protocol'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * How far the node is. `lag` is in blocks.
 *
 * @throws TownError as `requestJson`.
 */
export const getHealth = (town: Town): Promise<Health> =>
  requestJson(town, { path: '/api/health', schema: healthSchema })
