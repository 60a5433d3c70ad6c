import { erc2771ForwarderAbi } from '@distributed-town/protocol'
import { type Address, encodeFunctionData, type Hex, parseEventLogs, size, type TransactionReceipt } from 'viem'
import type { Job } from './job.ts'
import { BASE_GAS, BYTE_GAS } from './simulate.ts'

/** A transaction to be. */
export type Call = { readonly to: Address; readonly data: Hex; readonly gas: bigint }

export type Batch = { readonly jobs: readonly Job[]; readonly call: Call }

/** Most gas that a chain takes in one transaction (EIP-7825). */
export const MAX_BATCH_GAS = 2n ** 24n
/** Nodes of chains keep no transaction of more than 128 KiB. */
const MAX_BATCH_BYTES = 96 * 1024

/** The forwarder's own work for one request: trust of the target, signature, nonce, copy of the call, event. */
const ITEM_GAS = 60_000n
/** Bytes of a request in the call besides its data: eight words, the signature, offsets and lengths. */
const ITEM_BYTES = 16 * 32

/** Puts jobs into as few transactions as they fit into, in their order. @param alone Those that must not harm others. */
export const toBatches = (
  jobs: readonly Job[],
  {
    forwarder,
    refundReceiver,
    alone = new Set(),
  }: {
    readonly forwarder: Address
    /** Because there is one, the forwarder skips what is not valid instead of refusing all of it. No request has any ether. */
    readonly refundReceiver: Address
    readonly alone?: Pick<ReadonlySet<Job>, 'has'>
  },
): readonly Batch[] => {
  const groups: Job[][] = []
  let open: Job[] | undefined
  for (const job of jobs) {
    if (open === undefined || alone.has(job) || !fits([...open, job])) {
      open = []
      groups.push(open)
    }
    open.push(job)
    if (alone.has(job)) open = undefined
  }
  return groups.map((group) => ({
    jobs: group,
    call: { to: forwarder, data: encode(group, refundReceiver), gas: gasOf(group) },
  }))
}

const fits = (jobs: readonly Job[]): boolean => gasOf(jobs) <= MAX_BATCH_GAS && bytesOf(jobs) <= MAX_BATCH_BYTES

/**
 * So much that each request gets all that it asked for even if all before it use all of theirs: else the forwarder, which proves to the
 * signers that they were not cheated, would undo the whole batch. A call gets 63/64 of what is left.
 */
const gasOf = (jobs: readonly Job[]): bigint => {
  const sum = jobs.reduce((total, { request: { gas } }) => total + gas + ITEM_GAS, 0n)
  return BASE_GAS + (sum * 64n) / 63n + BYTE_GAS * BigInt(bytesOf(jobs))
}

const bytesOf = (jobs: readonly Job[]): number =>
  jobs.reduce((total, { request: { data } }) => total + size(data) + ITEM_BYTES, 0)

const encode = (jobs: readonly Job[], refundReceiver: Address): Hex =>
  encodeFunctionData({
    abi: erc2771ForwarderAbi,
    functionName: 'executeBatch',
    args: [
      jobs.map(({ request: { from, to, value, gas, deadline, data }, signature }) => ({
        from,
        to,
        value,
        gas,
        deadline,
        data,
        signature,
      })),
      refundReceiver,
    ],
  })

/** What became of a request in a transaction. Skipped: it was not valid any more, and its nonce is as it was. */
export type Fate = 'executed' | 'failed' | 'skipped'

export const readFates = ({
  logs,
}: Pick<TransactionReceipt, 'logs'>): ((job: Pick<Job, 'sender' | 'request'>) => Fate) => {
  const events = parseEventLogs({ abi: erc2771ForwarderAbi, eventName: 'ExecutedForwardRequest', logs })
  const fates = new Map(
    events.map(
      ({ args: { signer, nonce, success } }) => [`${signer} ${nonce}`, success ? 'executed' : 'failed'] as const,
    ),
  )
  return ({ sender, request: { nonce } }) => fates.get(`${sender} ${nonce}`) ?? 'skipped'
}
