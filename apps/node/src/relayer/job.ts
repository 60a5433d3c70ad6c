import type { ForwardRequest, Relayed } from '@distributed-town/protocol'
import type { Address, Hex } from 'viem'

// Glossary. Job: a request that somebody waits for. Lane: the jobs of one sender, by nonce. Round: jobs that are simulated together, one
// after another. Batch: those of a round that share a transaction.

export type Job = {
  readonly request: ForwardRequest
  readonly signature: Hex
  readonly digest: Hex
  /** `request.from` with its checksum. */
  readonly sender: Address
  /** Where it came from: a network address. */
  readonly origin: string
  /** Until when it waits for those before it, by `performance.now`: a clock that is set keeps nobody waiting. */
  readonly until: number
  readonly resolve: (relayed: Relayed) => void
  readonly reject: (error: unknown) => void
}
