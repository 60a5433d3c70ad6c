import type { ForwardRequest } from '@distributed-town/protocol'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import type { Town } from '../town.ts'

/**
 * Signs the call of an earlier request anew and has it relayed.
 * Warning: only for a request that the node refused with REQUEST_EXPIRED or STALE_NONCE. Any other may have been carried out, and would be twice.
 *
 * @throws TownError as `forward`.
 */
export const signAgain = (
  town: Town,
  { identity, request }: { readonly identity: Identity; readonly request: ForwardRequest },
): Promise<Done> => forward(town, { identity, to: { community: request.to }, data: request.data, gas: request.gas })
