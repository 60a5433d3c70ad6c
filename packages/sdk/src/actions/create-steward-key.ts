import { type StewardKey, stewardKeySchema } from '@distributed-town/protocol'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * Has the node make the identity key of a community to be founded; the node keeps its secret as steward (spec §12.4).
 *
 * @throws TownError as `requestJson`.
 */
export const createStewardKey = (town: Town): Promise<StewardKey> =>
  requestJson(town, { method: 'POST', path: '/api/steward/keys', body: {}, schema: stewardKeySchema })
