import {
  type Contracts,
  type ForwardRequest,
  forwardRequestTypedData,
  isTownError,
  type RelayRequest,
} from '@distributed-town/protocol'
import type { Address, Hex } from 'viem'
import type { Identity } from './identity.ts'
import type { Sent } from './outbox.ts'
import { getNonce } from './queries/get-nonce.ts'
import { sendRequest } from './send-request.ts'
import type { Town } from './town.ts'

/** Where an act stands on the chain. */
export type Done = Sent & {
  /** Of the signer at the forwarder. */
  readonly nonce: bigint
}

/**
 * Signs a call as a meta-transaction (ERC-2771) and has the node relay it. Resolves when it is mined and the node's answers show it.
 *
 * @throws TownError the contract's error by its name; as `requestJson`.
 */
export const forward = async (
  town: Town,
  {
    identity,
    to,
    data,
    gas = DEFAULT_GAS,
  }: {
    readonly identity: Identity
    /** One of the town's contracts by name, or a community by address. */
    readonly to: keyof Contracts | { readonly community: Address }
    readonly data: Hex
    readonly gas?: bigint
  },
): Promise<Done> => {
  const { chainId, contracts } = await town.config()
  const from = identity.owner.address
  for (let attempt = 1; ; attempt++) {
    const request: ForwardRequest = {
      from,
      to: typeof to === 'string' ? contracts[to] : to.community,
      value: 0n,
      gas,
      nonce: await nextNonce(town, from),
      deadline: (await town.chainTime()) + (town.outbox ? WAITING_SECONDS : DEADLINE_SECONDS),
      data,
    }
    const typedData = forwardRequestTypedData({ chainId, forwarder: contracts.forwarder, request })
    const signature = await identity.owner.signTypedData(typedData)
    try {
      return { ...(await send(town, { request, signature })), nonce: request.nonce }
    } catch (error) {
      // Another act of the same person was faster. A request with a used nonce was not executed, so it is safe to sign anew.
      if (attempt < MAX_ATTEMPTS && isTownError(error, 'STALE_NONCE')) continue
      throw error
    }
  }
}

const nextNonce = (town: Town, owner: Address): Promise<bigint> => {
  const ask = () => getNonce(town, { owner })
  return town.outbox ? town.outbox.nextNonce(owner, ask) : ask()
}

const send = (town: Town, relayRequest: RelayRequest): Promise<Sent> => {
  const post = () => sendRequest(town, relayRequest)
  return town.outbox ? town.outbox.send(relayRequest, post) : post()
}

// Gas bounds what a request may cost a relayer; what is not used is not paid for.

/** A completion calls two modules with 350,000 in all. */
const DEFAULT_GAS = 600_000n
/** Deploys a clone and writes the charter's texts. */
export const FOUNDING_GAS = 1_200_000n
/** Cancels up to 24 gigs on the way. */
export const LEAVING_GAS = 3_000_000n

const DEADLINE_SECONDS = 3600
/** For a request that may wait until its signer is in reach of the node again. */
const WAITING_SECONDS = 2 * 86_400
/** Each round at least one of those that compete for a nonce gets it. */
const MAX_ATTEMPTS = 8
