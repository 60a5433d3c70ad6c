import type { Address } from 'viem'
import type { ForwardRequest } from '../api.ts'
import { DOMAIN } from './domain.ts'

const types = {
  ForwardRequest: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'gas', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint48' },
    { name: 'data', type: 'bytes' },
  ],
} as const

/** What a person signs for a relayer (ERC-2771), for viem's `signTypedData`. */
export const forwardRequestTypedData = ({
  chainId,
  forwarder,
  request,
}: {
  readonly chainId: number
  readonly forwarder: Address
  readonly request: ForwardRequest
}) =>
  ({
    domain: { ...DOMAIN, chainId, verifyingContract: forwarder },
    types,
    primaryType: 'ForwardRequest',
    message: request,
  }) as const
