import type { Address } from 'viem'
import { z } from 'zod'

const address = z.templateLiteral(['0x', z.string().regex(/[0-9a-fA-F]{40}/)])

/** Where the contracts of the town are. */
export type Deployment = {
  readonly chainId: number
  /** Block of the first of them: nothing to index before it. */
  readonly block: bigint
  readonly contracts: {
    readonly forwarder: Address
    readonly registry: Address
    readonly skillWallet: Address
    readonly gigs: Address
    readonly communityImplementation: Address
  }
}

export const deploymentFile = z.object({
  chainId: z.number().int().positive(),
  block: z.codec(z.number().int().nonnegative(), z.bigint(), { decode: BigInt, encode: Number }),
  contracts: z.object({
    forwarder: address,
    registry: address,
    skillWallet: address,
    gigs: address,
    communityImplementation: address,
  }),
})
