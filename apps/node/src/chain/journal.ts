import { setTimeout as sleep } from 'node:timers/promises'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import pg from 'pg'
import { bytesToHex, type Hex, hexToBytes, type RpcBlock, type RpcLog, type RpcTransactionReceipt } from 'viem'
import {
  findBlock,
  findNewestNumber,
  findNumberByHash,
  findNumberByTransaction,
  insertBlock,
  type JournalRow,
  listBlocks,
  listMined,
  storeMined,
} from '../db/journal/blocks.ts'
import { isPoolExhausted } from '../db/unavailable.ts'

/** One block as it is mined again after a crash: the same transactions at the same time give the same block. */
export type JournalEntry = {
  readonly number: bigint
  /** Seconds. */
  readonly timestamp: number
  readonly transactions: readonly Hex[]
}

/** What the chain made of an entry, in the JSON of its RPC. */
export type Mined = {
  readonly block: RpcBlock<'latest', true>
  readonly receipts: readonly (RpcTransactionReceipt & { readonly logs: readonly RpcLog[] })[]
}

/** All blocks of the chain, in the database: written before they are mined, completed afterwards. */
export type Journal = {
  /**
   * Resolves when the entry would survive a power cut.
   * @throws JournalError: then it is not known whether it would, unless `isRefused`.
   */
  readonly append: (entry: JournalEntry) => Promise<void>
  /** Keeps what became of entries, in order. */
  readonly keep: (blocks: readonly Mined[]) => Promise<void>
  readonly newest: () => Promise<bigint | undefined>
  readonly find: (number: bigint) => Promise<KeptEntry | undefined>
  /** Entries after a block, in order. */
  readonly after: (number: bigint) => AsyncIterable<KeptEntry>
  readonly listMined: (range: { readonly from: bigint; readonly to: bigint }) => Promise<readonly Mined[]>
  readonly findNumberByHash: (hash: Hex) => Promise<bigint | undefined>
  readonly findNumberByTransaction: (hash: Hex) => Promise<bigint | undefined>
}

/** `hash`: undefined until what became of it was kept. */
export type KeptEntry = JournalEntry & { readonly hash: Hex | undefined }

/** Milliseconds that the database has to come back when its processes crashed. */
const PATIENCE = 20_000
const RETRY_AFTER = 100
const PAGE = 200

export const createJournal = ({ pool }: { readonly pool: pg.Pool }): Journal => ({
  append: async ({ number, timestamp, transactions }) => {
    const row = { number, time: BigInt(timestamp), transactions: transactions.map(toBuffer) }
    const deadline = performance.now() + PATIENCE
    for (let isRefused = true; ; isRefused = false) {
      try {
        if (await insertBlock(pool, row)) return
        // Another node has mined it: what this one would answer for is nowhere.
        throw new JournalError({ isRefused: false, cause: new Error(`it has another block ${number}`) })
      } catch (error) {
        if (error instanceof JournalError) throw error
        // It was not even sent.
        if (isPoolExhausted(error)) throw new JournalError({ isRefused, cause: error })
        // An answer that got lost says nothing; the next attempt does.
        if (isConnectionFailure(error) && performance.now() < deadline) await sleep(RETRY_AFTER)
        else throw new JournalError({ isRefused: isRefused && !isConnectionFailure(error), cause: error })
      }
    }
  },
  keep: (blocks) =>
    storeMined(
      pool,
      blocks.map((mined) => ({
        number: BigInt(mined.block.number),
        hash: toBuffer(mined.block.hash),
        mined: deflateRawSync(JSON.stringify(mined)),
        transactions: mined.block.transactions.map(({ hash }) => toBuffer(hash)),
      })),
    ),
  newest: () => findNewestNumber(pool),
  find: async (number) => {
    const row = await findBlock(pool, number)
    return row && toEntry(row)
  },
  after: async function* (number) {
    let after = number
    for (;;) {
      const rows = await listBlocks(pool, { after, limit: PAGE })
      yield* rows.map(toEntry)
      after = rows.at(-1)?.number ?? after
      if (rows.length < PAGE) return
    }
  },
  listMined: async (range) =>
    (await listMined(pool, range)).map((mined): Mined => JSON.parse(inflateRawSync(mined).toString())),
  findNumberByHash: (hash) => findNumberByHash(pool, toBuffer(hash)),
  findNumberByTransaction: (hash) => findNumberByTransaction(pool, toBuffer(hash)),
})

const toBuffer = (hex: Hex): Buffer => Buffer.from(hexToBytes(hex))

const toEntry = ({ number, time, transactions, hash }: JournalRow): KeptEntry => ({
  number,
  timestamp: Number(time),
  transactions: transactions.map((each) => bytesToHex(each)),
  hash: hash === null ? undefined : bytesToHex(hash),
})

/** Whether it is not the statement that failed but the connection or the server: SQLSTATE classes 08 and 57P. */
const isConnectionFailure = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || /^(08|57P)/.test(error.code ?? '')

export class JournalError extends Error {
  override readonly name = 'JournalError'
  /** The entry is not in the journal for sure. */
  readonly isRefused: boolean

  constructor({ isRefused, cause }: { readonly isRefused: boolean; readonly cause: unknown }) {
    super(`the journal of the chain was not written: ${cause instanceof Error ? cause.message : cause}`, { cause })
    this.isRefused = isRefused
  }
}
