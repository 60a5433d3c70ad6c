import { type Hex, isHex, numberToHex, type RpcLog } from 'viem'
import { z } from 'zod'
import type { RpcAnswer, RpcCall } from './ipc.ts'
import type { Journal, Mined } from './journal.ts'

// The chain's process keeps the transactions and receipts of its last blocks only. What is asked about older ones is answered from the
// journal, in the same JSON.

export type History = {
  /** The chain's answer, or the journal's where the chain has forgotten. */
  readonly answer: (call: RpcCall) => Promise<RpcAnswer>
}

/** Blocks of one question for logs. */
const MAX_RANGE = 10_000n
/** Blocks that are unpacked at once: other work goes on in between. */
const PAGE = 50n
/** Logs of one answer: all that a busy range has would not fit into memory. */
const MAX_LOGS = 20_000

type Parts = {
  readonly request: (call: RpcCall) => Promise<RpcAnswer>
  readonly journal: Pick<Journal, 'listMined' | 'findNumberByHash' | 'findNumberByTransaction'>
  /** The newest block that is answered from the journal. */
  readonly oldest: () => bigint
}

export const createHistory = (parts: Parts): History => ({
  answer: async (call) => (await answerOld(parts, call)) ?? (await parts.request(call)),
})

/** @returns undefined for what the chain itself knows, or has to refuse. */
const answerOld = async (parts: Parts, call: RpcCall): Promise<RpcAnswer | undefined> => {
  const [first, second] = Array.isArray(call.params) ? call.params : []
  switch (call.method) {
    case 'eth_getBlockByNumber':
    case 'eth_getBlockByHash': {
      const mined = await findBlock(parts, first)
      return mined && { result: second === true ? mined.block : withoutTransactions(mined) }
    }
    case 'eth_getBlockTransactionCountByNumber':
    case 'eth_getBlockTransactionCountByHash': {
      const mined = await findBlock(parts, first)
      return mined && { result: numberToHex(mined.block.transactions.length) }
    }
    case 'eth_getBlockReceipts': {
      const mined = await findBlock(parts, first)
      return mined && { result: mined.receipts }
    }
    case 'eth_getTransactionByHash': {
      const mined = await findTransaction(parts, call, first)
      return mined && { result: mined.block.transactions.find(({ hash }) => hash === lower(first)) ?? null }
    }
    case 'eth_getTransactionReceipt': {
      const mined = await findTransaction(parts, call, first)
      return mined && { result: mined.receipts.find(({ transactionHash }) => transactionHash === lower(first)) ?? null }
    }
    case 'eth_getLogs':
      return await answerLogs(parts, call, first)
    default:
      return undefined
  }
}

const lower = (hash: unknown): string => String(hash).toLowerCase()

const withoutTransactions = ({ block }: Mined) => ({
  ...block,
  transactions: block.transactions.map(({ hash }) => hash),
})

const isHash = (value: unknown): value is Hex => isHex(value) && value.length === 66

const numberOf = (block: unknown): bigint | undefined => {
  if (block === 'earliest') return 0n
  return isHex(block) && block.length > 2 && block.length < 20 ? BigInt(block) : undefined
}

const findBlock = async ({ journal, oldest }: Parts, block: unknown): Promise<Mined | undefined> => {
  const number = isHash(block) ? await journal.findNumberByHash(block) : numberOf(block)
  if (number === undefined || number > oldest()) return undefined
  return (await journal.listMined({ from: number, to: number }))[0]
}

/** Asked of the chain first: mostly it is one of a moment ago. */
const findTransaction = async (parts: Parts, call: RpcCall, hash: unknown): Promise<Mined | undefined> => {
  if (!isHash(hash)) return undefined
  const answer = await parts.request(call)
  if ('result' in answer && answer.result !== null) return undefined
  const number = await parts.journal.findNumberByTransaction(hash)
  return number === undefined ? undefined : (await parts.journal.listMined({ from: number, to: number }))[0]
}

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())])
const filterSchema = z.object({
  fromBlock: z.string().nullish(),
  toBlock: z.string().nullish(),
  blockHash: z.string().nullish(),
  address: oneOrMore.nullish(),
  topics: z.array(oneOrMore.nullable()).nullish(),
})
type Filter = z.infer<typeof filterSchema>

const answerLogs = async (parts: Parts, call: RpcCall, given: unknown): Promise<RpcAnswer | undefined> => {
  const { data: filter } = filterSchema.safeParse(given)
  if (!filter) return { error: { code: -32602, message: 'not a filter of logs' } }
  const ofHash = isHash(filter.blockHash) ? await parts.journal.findNumberByHash(filter.blockHash) : undefined
  const oldest = parts.oldest()
  const from = ofHash ?? numberOf(filter.fromBlock)
  if (from === undefined || from > oldest) return undefined
  const to = ofHash ?? numberOf(filter.toBlock)
  const lastOld = to === undefined || to > oldest ? oldest : to
  if (lastOld - from >= MAX_RANGE) return { error: { code: -32005, message: `more than ${MAX_RANGE} blocks` } }
  const matches = createMatcher(filter)
  const logs: RpcLog[] = []
  for (let at = from; at <= lastOld; at += PAGE) {
    const end = at + PAGE - 1n
    for (const { receipts } of await parts.journal.listMined({ from: at, to: end < lastOld ? end : lastOld }))
      for (const receipt of receipts) for (const log of receipt.logs) if (matches(log)) logs.push(log)
    // One block is as large as it is.
    if (logs.length > MAX_LOGS && lastOld > from)
      return { error: { code: -32005, message: `more than ${MAX_LOGS} logs: ask for fewer blocks` } }
  }
  if (to !== undefined && to <= oldest) return { result: logs }
  const newer = await parts.request({
    method: call.method,
    params: [{ ...(given as object), fromBlock: numberToHex(oldest + 1n) }],
  })
  return 'result' in newer ? { result: [...logs, ...(newer.result as readonly unknown[])] } : newer
}

/** As EIP-1474: each of the first topics is one of those given, or any where none is. */
const createMatcher = ({ address, topics }: Filter): ((log: RpcLog) => boolean) => {
  // A filter may name thousands.
  const addresses = toSet(address)
  const wanted = (topics ?? []).map((one) => (one === null ? undefined : toSet(one)))
  return (log) =>
    (addresses.size === 0 || addresses.has(lower(log.address))) &&
    wanted.every((values, index) => {
      const topic = log.topics[index]
      return values === undefined || (topic !== undefined && (values.size === 0 || values.has(lower(topic))))
    })
}

const toSet = (values: readonly string[] | null | undefined): ReadonlySet<string> => new Set((values ?? []).map(lower))
