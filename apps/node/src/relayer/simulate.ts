import {
  decodeContractError,
  erc2771ForwarderAbi,
  type ForwardRequest,
  revertDataOf,
  TownError,
} from '@distributed-town/protocol'
import {
  type Address,
  BaseError,
  concat,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  numberToHex,
  size,
} from 'viem'
import { z } from 'zod'
import { isRefused } from '../indexer/failures.ts'
import type { Node } from '../node.ts'

/** What a request would do: the gas that it uses, or the error of the contract. Open: nobody knows before another one is mined. */
export type Outcome =
  | { readonly gasUsed: bigint; readonly error?: never; readonly isOpen?: never }
  | { readonly gasUsed?: never; readonly error: TownError; readonly isOpen?: never }
  | { readonly gasUsed?: never; readonly error?: never; readonly isOpen: true }

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
 * contract. The forwarder itself only says that it failed. Where the chain's node has no `eth_simulateV1`, of each sender the first one only.
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
  const results = (await runInSequence(chain, calls)) ?? (await runEachAlone(chain, calls))
  const nonceOf = (sender: Address, index: number) =>
    [sender, decodeFunctionResult({ ...nonces, data: results[index]?.returnData ?? '0x' })] as const
  return {
    outcomes: requests.map(({ from }, index) => {
      const result = results[senders.length + index]
      const isFirst = requests.findIndex((request) => request.from === from) === index
      // Alone it did not find what the one before it would have done.
      return result?.isAlone && !isFirst ? { isOpen: true } : outcomeOf(result)
    }),
    nonces: new Map(senders.map(nonceOf)),
  }
}

type Call = { readonly from?: Address; readonly to: Address; readonly data: Hex; readonly gas: Hex }

/** @returns undefined if the chain's node can't do that, or not with these calls. */
const runInSequence = async (
  { client, isForeign, time }: Node['chain'],
  calls: readonly Call[],
): Promise<readonly Result[] | undefined> => {
  // The latest block of a chain of one's own may be old.
  const overrides = isForeign ? {} : { blockOverrides: toOverrides(time()) }
  try {
    const params = [{ blockStateCalls: [{ ...overrides, calls }] }, 'latest']
    const response: unknown = await client.request({ method: 'eth_simulateV1', params } as never)
    return responseSchema.parse(response)[0].calls
  } catch (error) {
    if (isRefused(error)) return undefined
    throw error
  }
}

const runEachAlone = ({ client, isForeign, time }: Node['chain'], calls: readonly Call[]): Promise<readonly Result[]> =>
  Promise.all(
    calls.map(async (call): Promise<Result> => {
      const overrides = isForeign ? [] : [{}, toOverrides(time())]
      const alone = { isAlone: true, gasUsed: call.gas } as const
      try {
        const params = [call, 'latest', ...overrides]
        return {
          ...alone,
          status: '0x1',
          returnData: hex.parse(await client.request({ method: 'eth_call', params } as never)),
        }
      } catch (error) {
        if (!isRefused(error)) throw error
        const reason = error instanceof BaseError ? error.details : undefined
        return {
          ...alone,
          status: '0x0',
          returnData: revertDataOf(error) ?? '0x',
          error: { message: reason ?? 'it failed' },
        }
      }
    }),
  )

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

type Result = z.output<typeof resultSchema> & {
  /** What it would do after those before it is not known, nor how much gas it uses. */
  readonly isAlone?: true | undefined
}

const responseSchema = z.tuple([z.object({ calls: z.array(resultSchema) })])

const outcomeOf = (result: Result | undefined): Outcome => {
  if (result === undefined) throw new Error('the chain did not simulate all of the calls')
  const { status, gasUsed, returnData, error } = result
  if (status === '0x1') return { gasUsed: BigInt(gasUsed) }
  if (returnData !== '0x') return { error: decodeContractError(returnData) }
  return { error: new TownError('UNKNOWN_REVERT', { reason: error?.message ?? 'it failed' }) }
}
