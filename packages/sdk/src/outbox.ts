import type { RelayRequest } from '@distributed-town/protocol'
import type { Address, Hex } from 'viem'

/** What the node answers to a request that it carried out. */
export type Sent = { readonly transactionHash: Hex; readonly blockNumber: number }

/** Keeps signed requests until the node has answered them (`createTown`): what is signed while the node is away is sent when it is back. */
export type Outbox = {
  /** The nonce of an owner's next request, those that wait included. @param ask Asks the node. */
  readonly nextNonce: (owner: Address, ask: () => Promise<bigint>) => Promise<bigint>
  /** Resolves or rejects as the answer that `post` brings; posts again as long as there is none. */
  readonly send: (relayRequest: RelayRequest, post: () => Promise<Sent>) => Promise<Sent>
}
