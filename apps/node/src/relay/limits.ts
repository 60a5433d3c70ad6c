import { MAX_ENCRYPTED_CONTENT } from '@distributed-town/protocol'

const MIB = 1_048_576

/** What the relay takes, and from whom how much. */
export const LIMITS = {
  /** Longest message that is read, in characters. */
  messageLength: 65_536,
  /** Frames above it end the connection unread. */
  frameBytes: 262_144,
  /** Longest content of a record or its deletion, in characters. */
  contentLength: MAX_ENCRYPTED_CONTENT,
  tags: 64,
  tagElements: 16,
  tagElementLength: 1024,
  /** Values that are indexed: an entry of PostgreSQL's index has at most 2,700 bytes. */
  indexedTagLength: 256,
  subscriptions: 20,
  subscriptionIdLength: 64,
  filters: 10,
  /** Values of one field of a filter. */
  filterValues: 256,
  /** Stored events for one filter. */
  events: 5000,
  /** Stored events read at a time. */
  page: 250,
  /** Keys that one connection is authenticated for. */
  keys: 8,
  messagesPerSecond: 50,
  /** Messages at once, after a rest. */
  burst: 200,
  /** Refused messages, less those that were in time, after which the connection ends. */
  refusals: 1000,
  /** Messages that wait for their turn; more stay in the network. */
  queue: 64,
  /** What may wait to be sent to one slow reader. */
  bufferedBytes: 2_097_152,
  /** What may wait to be sent to all of them; the slowest goes first. */
  bufferedBytesInAll: 67_108_864,
  /** How long one that is sent away may take to read the reason. */
  closeMs: 5000,
  /** Live events that may wait for the stored ones. */
  waitingEvents: 1000,
  drainMs: 30_000,
  heartbeatMs: 30_000,
  connections: 2000,
  /** Of one address of the network; people behind one router share it. */
  connectionsPerAddress: 50,
  messagesPerSecondPerAddress: 400,
  burstPerAddress: 2000,
  /** Messages that one with a wrong id or signature counts for: it costs more than others and comes from no honest client. */
  forgeryCost: 10,
  /** A connection that says nothing for so long after it was opened ends. */
  firstMessageMs: 60_000,
  /** How far the date of an event may be from the node's clock, in seconds. */
  clockSkew: 900,
  /** How far gift wraps may be dated back besides (NIP-59), in seconds. */
  wrapBackdating: 172_800,
  /** Records and deletions of one author, and the wraps that the author brings. */
  authorEventsPerDay: 5000,
  authorBytesPerDay: 16 * MIB,
  /** Records and deletions in one town. */
  townEventsPerDay: 100_000,
  townBytesPerDay: 256 * MIB,
  /** What is kept of one town. */
  townBytes: 4096 * MIB,
  /** Of one wallet into one mailbox, in a day. */
  wrapsPerSender: 50,
  /** Into one mailbox, in a day; those of the steward don't count here and below. */
  wrapsPerDay: 5000,
  mailboxBytesPerDay: 32 * MIB,
  /** What is kept in one mailbox. */
  mailboxBytes: 1024 * MIB,
  /** What all events take on the disk, with their indexes. */
  relayBytes: 32_768 * MIB,
  /** How often events whose time is over are removed. */
  expireEveryMs: 60_000,
} as const

export type Limits = { readonly [Name in keyof typeof LIMITS]: number }
