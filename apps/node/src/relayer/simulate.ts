import { decodeContractError, erc2771ForwarderAbi, type ForwardRequest, TownError } from '@distributed-town/protocol'
import { type Address, concat, decodeFunctionResult, encodeFunctionData, type Hex, numberToHex, size } from 'viem'
import { z } from 'zod'
import type { Node } from '../node.ts'

/** What a request would do: the gas that it uses, or the error of the contract. */
export type Outcome =
  | { readonly gasUsed: bigint; readonly error?: never }
  | { readonly gasUsed?: never; readonly error: TownError }

export type Simulation = {
  readonly outcomes: readonly Outcome[]
  /** Next nonces at the forwarder, before all of it. */
  readonly nonces: ReadonlyMap<Address, bigint>
}

/** Gas of a call besides what the called contract uses: intrinsic, and the dearest price of a byte. */
export const BASE_GAS = 21_000n
export const BYTE_GAS = 40n

const NONCE_GAS = 100_000n
/** Of the simulated block: what is asked for is more than what is used. */
const GAS_LIMIT = 2n ** 40n

/**
 * Calls the targets as the forwarder would, one after another: each finds what those before it left behind, and an error is the one of the
 * contract. The forwarder itself only says that it failed.
 */
export const simulate = async (
  { chain, deployment: { contracts } }: Pick<Node, 'chain' | 'deployment'>,
  requests: readonly ForwardRequest[],
): Promise<Simulation> => {
  const { forwarder } = contracts
  const senders = [...new Set(requests.map(({ from }) => from))]
  const calls = [
    ...senders.map((sender) => ({ to: forwarder, data: encodeNonces(sender), gas: numberToHex(NONCE_GAS) })),
    ...requests.map(({ from, to, data, gas }) => {
      const callData = concat([data, from])
      return {
        from: forwarder,
        to,
        data: callData,
        gas: numberToHex(gas + BASE_GAS + BYTE_GAS * BigInt(size(callData))),
      }
    }),
  ]
  const response: unknown = await chain.client.request({
    method: 'eth_simulateV1',
    params: [
      // The latest block may be old.
      { blockStateCalls: [{ ...(!chain.isForeign && { blockOverrides: toOverrides(chain.time()) }), calls }] },
      'latest',
    ],
  })
  const [{ calls: results }] = responseSchema.parse(response)
  const nonceOf = (sender: Address, index: number) =>
    [sender, decodeFunctionResult({ ...nonces, data: results[index]?.returnData ?? '0x' })] as const
  return {
    outcomes: requests.map((_, index) => outcomeOf(results[senders.length + index])),
    nonces: new Map(senders.map(nonceOf)),
  }
}

const toOverrides = (time: number) => ({ time: numberToHex(time), gasLimit: numberToHex(GAS_LIMIT) })

const nonces = { abi: erc2771ForwarderAbi, functionName: 'nonces' } as const

const encodeNonces = (sender: Address): Hex => encodeFunctionData({ ...nonces, args: [sender] })

const hex = z.templateLiteral(['0x', z.string().regex(/[0-9a-fA-F]*/)])

const resultSchema = z.object({
  status: z.enum(['0x0', '0x1']),
  gasUsed: hex,
  returnData: hex,
  error: z.object({ message: z.string() }).nullish(),
})

const responseSchema = z.tuple([z.object({ calls: z.array(resultSchema) })])

const outcomeOf = (result: z.output<typeof resultSchema> | undefined): Outcome => {
  if (result === undefined) throw new Error('the chain did not simulate all of the calls')
  const { status, gasUsed, returnData, error } = result
  if (status === '0x1') return { gasUsed: BigInt(gasUsed) }
  if (returnData !== '0x') return { error: decodeContractError(returnData) }
  return { error: new TownError('UNKNOWN_REVERT', { reason: error?.message ?? 'it failed' }) }
}
