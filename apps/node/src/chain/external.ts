import { setTimeout as sleep } from 'node:timers/promises'
import {
  BaseError,
  createPublicClient,
  defineChain,
  type Hex,
  type HttpTransport,
  http,
  type PublicClient,
  RpcRequestError,
  TransactionReceiptNotFoundError,
} from 'viem'
import type { Chain } from './client.ts'
import type { RpcAnswer, RpcCall } from './ipc.ts'
import { createPatience, type Patience } from './patience.ts'
import { SubmitError } from './submit.ts'

/** A chain that others mine, reached by its JSON-RPC. */
export type ExternalChain = {
  readonly rpcUrl: string
  readonly chainId: number
  /** Milliseconds of one question. */
  readonly timeoutMs?: number | undefined
}

const TIMEOUT = 15_000
/** Questions that fail (no answer, 429, 5xx) are asked again, each time after twice the pause, or after what the server says. */
const RETRIES = 6
const RETRY_DELAY = 200
const RECEIPT_EVERY = 500

/** @throws ExternalChainError if it is another chain than the configured one, or can't be reached. */
export const connectChain = async ({
  rpcUrl,
  chainId,
  timeoutMs = TIMEOUT,
  clock,
}: ExternalChain & { readonly clock: () => number }): Promise<Chain> => {
  const patience = createPatience({ isAnswer: (error) => refusalOf(error) !== undefined })
  const client = createPublicClient({
    chain: defineChain({
      id: chainId,
      name: `Chain ${chainId}`,
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [rpcUrl] } },
    }),
    cacheTime: 0,
    transport: noticeSilence(
      http(rpcUrl, { timeout: timeoutMs, retryCount: RETRIES, retryDelay: RETRY_DELAY }),
      patience,
    ),
  })
  await requireChain(client, chainId)
  const submitForeign = (raw: Hex) => broadcast(client, raw)
  return {
    client,
    isForeign: true,
    request: (call) => pass(client, call),
    submitForeign: async (raw) => ({ hash: await submitForeign(raw) }),
    submit: async (raw) => {
      const hash = await submitForeign(raw)
      for (;;) {
        const receipt = await findReceipt(client, hash)
        if (receipt) return { hash, blockNumber: receipt.blockNumber, receipt, indexed: false }
        await sleep(RECEIPT_EVERY)
      }
    },
    height: () => client.getBlockNumber(),
    patiently: patience.wait,
    time: () => Math.floor(clock() / 1000),
    // The index asks for new blocks by itself.
    onBlock: () => () => undefined,
  }
}

const noticeSilence =
  (transport: HttpTransport, { ask }: Pick<Patience, 'ask'>): HttpTransport =>
  (options) => {
    const connected = transport(options)
    return { ...connected, request: (question) => ask(() => connected.request(question)) }
  }

const requireChain = async (client: PublicClient, chainId: number): Promise<void> => {
  let present: number
  try {
    present = await client.getChainId()
  } catch (error) {
    // The address may have a key of the provider in it, so it is not repeated.
    const reason = error instanceof BaseError ? error.name : 'an unknown reason'
    throw new ExternalChainError(`the chain at RPC_URL does not answer (${reason})`, { cause: error })
  }
  if (present !== chainId) {
    throw new ExternalChainError(`RPC_URL leads to chain ${present}, CHAIN_ID says ${chainId}: correct one of them`)
  }
}

/** What a chain's node answers is passed on, also when it refuses. */
const pass = async (client: PublicClient, { method, params }: RpcCall): Promise<RpcAnswer> => {
  try {
    return { result: await client.request({ method, params } as never) }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    const { code, data } = refusal
    return { error: { code, message: refusal.details, ...(data !== undefined && { data }) } }
  }
}

/**
 * Gives a transaction to the chain's node. One that it has already is fine.
 * @throws SubmitError REJECTED with what the node said.
 */
export const broadcast = async (client: PublicClient, serializedTransaction: Hex): Promise<Hex> => {
  try {
    return await client.sendRawTransaction({ serializedTransaction })
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    throw new SubmitError('REJECTED', refusal.details, { cause: error })
  }
}

const refusalOf = (error: unknown): RpcRequestError | undefined => {
  const found = error instanceof BaseError ? error.walk((at) => at instanceof RpcRequestError) : undefined
  return found instanceof RpcRequestError ? found : undefined
}

export const findReceipt = async (client: PublicClient, hash: Hex) => {
  try {
    return await client.getTransactionReceipt({ hash })
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    throw error
  }
}

export class ExternalChainError extends Error {
  override readonly name = 'ExternalChainError'
}
