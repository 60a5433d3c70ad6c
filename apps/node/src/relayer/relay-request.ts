import {
  decodeContractError,
  erc2771ForwarderAbi,
  type ForwardRequest,
  forwardRequestTypedData,
  type Relayed,
  type RelayRequest,
  revertDataOf,
  TownError,
} from '@distributed-town/protocol'
import {
  type Address,
  BaseError,
  CallExecutionError,
  concat,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  hexToBigInt,
  isAddressEqual,
  parseEventLogs,
  size,
  slice,
} from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import type { Node } from '../node.ts'
import { createLanes } from './lanes.ts'
import { createPolicy } from './policy.ts'
import { recoverSigner } from './recover-signer.ts'
import { createSender } from './sender.ts'

export type Relayer = {
  /**
   * Carries out what somebody signed and pays for it. Resolves when it is mined and the API shows it.
   * @throws TownError with the error of the contract if it would fail, or with the reason why it is not relayed.
   */
  readonly relay: (request: RelayRequest) => Promise<Relayed>
  /** The sender's next nonce at the forwarder, requests under way included. */
  readonly nextNonce: (sender: Address) => Promise<bigint>
  /** Finishes what was accepted and takes no more. */
  readonly close: () => Promise<void>
}

type Parts = Pick<Node, 'chain' | 'clock' | 'deployment'>

export const createRelayer = (node: Parts, { account }: { readonly account: PrivateKeyAccount }): Relayer => {
  const { chain, clock, deployment } = node
  const { forwarder } = deployment.contracts
  const policy = createPolicy(node)
  const sender = createSender({ chain, account })
  const lanes = createLanes({
    clock,
    readNonce: (address) =>
      chain.client.readContract({
        address: forwarder,
        abi: erc2771ForwarderAbi,
        functionName: 'nonces',
        args: [address],
      }),
  })
  let closed = false

  const execute = async ({ request, signature }: RelayRequest): Promise<Relayed> => {
    requireInTime(node, request)
    await simulate(node, request)
    const { hash, blockNumber, receipt, indexed } = await sender.send(toExecution({ forwarder, request, signature }))
    const [executed] = parseEventLogs({
      abi: erc2771ForwarderAbi,
      eventName: 'ExecutedForwardRequest',
      logs: receipt.logs,
    })
    if (!executed?.args.success || !isAddressEqual(executed.args.signer, request.from)) {
      // Something before it in the block changed its outcome: now the simulation says why.
      await simulate(node, request)
      throw new TownError('UNKNOWN_REVERT', { transactionHash: hash })
    }
    if (!indexed) throw new TownError('NOT_READY', { transactionHash: hash })
    return { transactionHash: hash, blockNumber: Number(blockNumber), indexed: true }
  }

  return {
    relay: async (input) => {
      if (closed) throw new TownError('NOT_READY')
      const { request, signature } = input
      await policy.requireAllowed(request)
      requireInTime(node, request)
      requireSigned(node, { request, signature })
      return await lanes.enter(request.from, request.nonce, () => execute(input))
    },
    nextNonce: lanes.nextNonce,
    close: async () => {
      closed = true
      await lanes.idle()
    },
  }
}

const requireInTime = ({ chain }: Parts, { deadline }: ForwardRequest): void => {
  if (deadline < chain.time()) throw new TownError('REQUEST_EXPIRED', { deadline, time: chain.time() })
}

/** Half of the order of secp256k1: the forwarder takes the lower of the two forms of a signature only. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

const requireSigned = ({ deployment }: Parts, { request, signature }: RelayRequest): void => {
  const { chainId, contracts } = deployment
  const isCanonical =
    size(signature) === 65 &&
    hexToBigInt(slice(signature, 32, 64)) <= HALF_ORDER &&
    ['0x1b', '0x1c'].includes(slice(signature, 64).toLowerCase())
  const signer = isCanonical
    ? recoverSigner({
        digest: hashTypedData(forwardRequestTypedData({ chainId, forwarder: contracts.forwarder, request })),
        signature,
      })
    : undefined
  if (!signer || !isAddressEqual(signer, request.from)) throw new TownError('INVALID_SIGNATURE', { from: request.from })
}

/** Gas of a call besides what the called contract uses: intrinsic, and the dearest price of a byte. */
const BASE_GAS = 21_000n
const BYTE_GAS = 40n

/** Calls the target as the forwarder would, so that an error is the one of the contract. The forwarder itself only says that it failed. */
const simulate = async ({ chain, deployment }: Parts, { from, to, data, gas }: ForwardRequest): Promise<void> => {
  const callData = concat([data, from])
  try {
    await chain.client.call({
      account: deployment.contracts.forwarder,
      to,
      data: callData,
      gas: gas + BASE_GAS + BYTE_GAS * BigInt(size(callData)),
      // The latest block may be old.
      blockOverrides: { time: BigInt(chain.time()) },
    })
  } catch (error) {
    const revertData = revertDataOf(error)
    if (revertData !== undefined) throw decodeContractError(revertData, error)
    const reason = failureOf(error)
    if (reason !== undefined) throw new TownError('UNKNOWN_REVERT', { reason }, { cause: error })
    throw error
  }
}

/** Why the EVM stopped, if it did so without data; undefined if the call was not executed at all. */
const failureOf = (error: unknown): string | undefined => {
  if (!(error instanceof CallExecutionError)) return undefined
  const cause = error.walk(
    (at) => at instanceof BaseError && /out of gas|revert|invalid|EVM error/i.test(at.details ?? ''),
  )
  return cause instanceof BaseError ? cause.details : undefined
}

const toExecution = ({
  forwarder,
  request: { from, to, value, gas, deadline, data },
  signature,
}: RelayRequest & { readonly forwarder: Address }): {
  readonly to: Address
  readonly data: Hex
  readonly gas: bigint
} => {
  const call = encodeFunctionData({
    abi: erc2771ForwarderAbi,
    functionName: 'execute',
    args: [{ from, to, value, gas, deadline, data, signature }],
  })
  // A call gets 63/64 of what is left; the forwarder's own work fits into the constant.
  return { to: forwarder, data: call, gas: (gas * 64n) / 63n + BASE_GAS + BYTE_GAS * BigInt(size(call)) + 100_000n }
}
