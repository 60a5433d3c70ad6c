import type { GigState, StatementItem } from '@distributed-town/protocol'
import type { Address, Hex } from 'viem'
import { big, bool, int, ints, json, long, orNull, type RowOf, type StoredOf, table, text, texts } from './columns.ts'

// The tables of schema `chain` (migrations/0001_chain.sql says what they mean). The indexer alone writes them.

export const cursorTable = table('chain.cursor', ['id'], {
  id: int,
  blockNumber: big,
  blockHash: text<Hex>(),
  blockTime: long,
  finalized: big,
})

export const blockTable = table('chain.block', ['number'], {
  number: big,
  hash: text<Hex>(),
  time: long,
})
export type Block = RowOf<typeof blockTable>

export const undoTable = table('chain.undo', ['blockNumber', 'tableName', 'key'], {
  blockNumber: big,
  tableName: text(),
  key: json,
  row: orNull(json),
})

export const communityTable = table('chain.community', ['id'], {
  id: long,
  address: text<Address>(),
  template: int,
  name: text(),
  purpose: text(),
  place: text(),
  language: text(),
  key: text<Hex>(),
  founder: long,
  foundedAt: long,
  release: int,
  epoch: long,
  members: int,
  activated: bool,
  score: orNull(int),
  skillCounts: ints,
  spenders: int,
  gigs: long,
  openGigs: long,
  vault: big,
  treasury: big,
  escrow: big,
  round: long,
  roundStartedAt: orNull(long),
})
export type Community = RowOf<typeof communityTable>

export const walletTable = table('chain.wallet', ['id'], {
  id: long,
  owner: text<Address>(),
  messagingKey: text<Hex>(),
  profile: orNull(text<Hex>()),
  createdAt: long,
  skills: long,
  skillsChangedAt: orNull(long),
  validatedAt: orNull(long),
  openGigs: int,
  engagements: int,
  unratedGigs: int,
  abandonedGigs: int,
  settledGigs: int,
  roundFollowed: long,
  carried: big,
  claimedAt: orNull(long),
  granted: big,
  communityId: orNull(long),
  balance: big,
  joinedAt: orNull(long),
  foundingMember: bool,
  completedGigAt: orNull(long),
  activeAt: long,
})
export type Wallet = RowOf<typeof walletTable>

export const ratingTable = table('chain.rating', ['walletId', 'skill'], {
  walletId: long,
  skill: int,
  count: int,
  sum: long,
  pending: int,
})
export type Rating = RowOf<typeof ratingTable>

export const gigTable = table('chain.gig', ['id'], {
  id: big,
  communityId: long,
  creator: long,
  taker: orNull(long),
  state: text<GigState>(),
  skill: int,
  commitment: int,
  credits: big,
  durationDays: int,
  release: int,
  round: long,
  changes: int,
  record: text<Hex>(),
  work: orNull(text<Hex>()),
  createdAt: long,
  since: long,
  deadline: orNull(long),
  askedAt: orNull(long),
  rating: orNull(int),
  ratingCounted: orNull(bool),
})
export type Gig = RowOf<typeof gigTable>

export const releaseTable = table('chain.release', ['id'], {
  id: int,
  validator: orNull(text<Address>()),
  q2t: orNull(text<Address>()),
  fromTime: long,
})
export type Release = RowOf<typeof releaseTable>

export const historyTable = table('chain.history', ['blockNumber', 'logIndex'], {
  blockNumber: long,
  logIndex: int,
  at: long,
  txHash: text<Hex>(),
  communityId: long,
  gigId: orNull(big),
  type: text(),
  data: json,
})
export type HistoryEntry = RowOf<typeof historyTable>

export const statementTable = table('chain.statement', ['walletId', 'blockNumber', 'logIndex', 'part'], {
  walletId: long,
  blockNumber: long,
  logIndex: int,
  part: int,
  at: long,
  txHash: text<Hex>(),
  communityId: long,
  kind: text<StatementItem['kind']>(),
  amount: big,
  balance: big,
  counterpartyWallet: orNull(long),
  counterpartyAccount: orNull(text<'vault' | 'escrow'>()),
  gigId: orNull(big),
})
export type StatementEntry = RowOf<typeof statementTable>

export const changeTable = table('chain.change', ['version'], {
  version: long,
  touched: orNull(texts),
})
export type Change = RowOf<typeof changeTable>

/** Tables of what exists now, in the order in which rows can refer to earlier ones. */
export const rowTables = [communityTable, walletTable, ratingTable, gigTable, releaseTable] as const

/** What is read from the chain. */
export const chainTables = [...rowTables, historyTable, statementTable, blockTable, undoTable, cursorTable] as const

/** As Kysely sees them. */
export type ChainTables = { [T in (typeof chainTables)[number] | typeof changeTable as T['name']]: StoredOf<T> }
