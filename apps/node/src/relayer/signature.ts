import { type ForwardRequest, forwardRequestTypedData, type RelayRequest, TownError } from '@distributed-town/protocol'
import { concat, type Hex, hashDomain, hashStruct, isAddressEqual, keccak256, size, slice } from 'viem'
import type { Node } from '../node.ts'
import { recoverSigner } from './recover-signer.ts'

/** Tells a request from all others, whoever signed it: what a repeated one is recognised by (EIP-712). */
export type Digest = (request: ForwardRequest) => Hex

export const createDigest = ({ chainId, contracts: { forwarder } }: Node['deployment']): Digest => {
  let domainHash: Hex | undefined
  return (request) => {
    const { domain, types, primaryType, message } = forwardRequestTypedData({ chainId, forwarder, request })
    domainHash ??= hashDomain({
      domain: { ...domain, chainId: BigInt(chainId) },
      types: { EIP712Domain: domainFields },
    })
    return keccak256(concat(['0x1901', domainHash, hashStruct({ data: message, primaryType, types })]))
  }
}

const domainFields = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
] as const

/** Half of the order of secp256k1: the forwarder takes the lower of the two forms of a signature only. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** @throws TownError INVALID_SIGNATURE unless the forwarder would take it as one by `request.from`. */
export const requireSigned = ({
  request: { from },
  signature,
  digest,
}: RelayRequest & { readonly digest: Hex }): void => {
  const isCanonical = size(signature) === 65 && BigInt(slice(signature, 32, 64)) <= HALF_ORDER
  const signer = isCanonical ? recoverSigner({ signature, digest }) : undefined
  if (signer === undefined || !isAddressEqual(signer, from)) throw new TownError('INVALID_SIGNATURE', { from })
}
