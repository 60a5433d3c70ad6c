import { isTownError, type RelayRequest, relayedSchema, relayRequestSchema } from '@distributed-town/protocol'
import * as z from 'zod/mini'
import { requestJson } from './http.ts'
import type { Sent } from './outbox.ts'
import type { Town } from './town.ts'

/**
 * Has the node relay a signed request. A node carries out a request once and answers the same one with what it answered first, so it is sent
 * again when the answer is lost.
 *
 * @throws TownError the contract's error by its name; as `requestJson`.
 */
export const sendRequest = async (town: Town, relayRequest: RelayRequest): Promise<Sent> => {
  try {
    return await post(town, relayRequest)
  } catch (error) {
    if (!isTownError(error, 'HTTP_UNREACHABLE', 'HTTP_TIMEOUT')) throw error
    return await post(town, relayRequest)
  }
}

const post = (town: Town, relayRequest: RelayRequest): Promise<Sent> =>
  requestJson(town, {
    method: 'POST',
    path: '/api/relay',
    body: z.encode(relayRequestSchema, relayRequest),
    schema: z.pipe(
      relayedSchema,
      z.transform(({ transactionHash, blockNumber }) => ({ transactionHash, blockNumber })),
    ),
  })
