import { type Example, exampleSchema } from '@distributed-town/protocol'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * The invented residents of a node that began with an example network.
 *
 * @throws TownError NO_EXAMPLE, and as `requestJson`.
 */
export const getExample = (town: Town): Promise<Example> =>
  requestJson(town, { path: '/api/example', schema: exampleSchema })
