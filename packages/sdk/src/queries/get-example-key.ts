import { type ExampleKey, exampleKeySchema } from '@distributed-town/protocol'
import type { Address } from 'viem'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * An invented resident with the secret of all their keys, which everybody gets who asks.
 *
 * @throws TownError NO_EXAMPLE; NOT_FOUND for anybody else; as `requestJson`.
 */
export const getExampleKey = (town: Town, { owner }: { readonly owner: Address }): Promise<ExampleKey> =>
  requestJson(town, { path: `/api/example/${owner}`, schema: exampleKeySchema })
