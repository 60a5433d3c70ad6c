import { configSchema, type NodeConfig } from '@distributed-town/protocol'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * Chain, contracts and paths of the node. `blockTime` is that of the latest block, in seconds.
 *
 * @throws TownError as `requestJson`.
 */
export const getConfig = (town: Pick<Town, 'url' | 'fetch'>): Promise<NodeConfig> =>
  requestJson(town, { path: '/api/config', schema: configSchema })
