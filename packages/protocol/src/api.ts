import * as z from 'zod/mini'
import * as constants from './generated/constants.ts'
import { GigState, ReopenCause, ScoreCause } from './generated/enums.ts'
import {
  addressSchema,
  amountSchema,
  bytes32Schema,
  decimalSchema,
  gigIdSchema,
  hexSchema,
  nostrHexSchema,
  signatureSchema,
  signedAmountSchema,
} from './primitives.ts'

// The HTTP API of a node. A schema's input is the JSON on the wire (amounts and gig ids are decimal strings), its output what
// programs work with (bigint): a node answers with `z.encode(schema, value)`, a client reads with `schema.parse(json)`.

/** Most items of one page. */
export const MAX_PAGE = 100
const DEFAULT_PAGE = 50
/** Most towns of one page of the network. */
export const MAX_NETWORK_PAGE = 1000
const MAX_SEARCH = 80
/** Most bytes of an encrypted key backup. */
export const MAX_BACKUP_BYTES = 4096
/** Most bytes of the call in a meta-transaction: a founding with its longest texts fits four times. */
const MAX_CALL_BYTES = 16_384
const MAX_GAS_DIGITS = 10

const UINT16 = 2 ** 16 - 1
const UINT24 = 2 ** 24 - 1
const UINT32 = 2 ** 32 - 1
const UINT40 = 2 ** 40 - 1
const UINT48 = 2 ** 48 - 1

const count = z.int().check(z.minimum(0))
const height = z.int().check(z.minimum(0))
const seconds = z.int().check(z.minimum(0), z.maximum(UINT40))
const walletId = z.int().check(z.minimum(1), z.maximum(UINT32))
const communityId = z.int().check(z.minimum(1), z.maximum(UINT32))
const template = z.int().check(z.minimum(0), z.maximum(constants.TEMPLATES - 1))
const skill = z.int().check(z.minimum(0), z.maximum(constants.TEMPLATES * constants.SKILLS_PER_TEMPLATE - 1))
/** Level, rate and commitment alike. */
const level = z.int().check(z.minimum(1), z.maximum(constants.MAX_LEVEL))

const seatCount = z.int().check(z.minimum(0), z.maximum(constants.MAX_MEMBERS))
/** Members with each of a template's 12 skills. */
const seatCounts = z.array(seatCount).check(z.length(constants.SKILLS_PER_TEMPLATE))

const pageOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({
    items: z.array(item),
    /** Given back as `after` to read on; null on the last page. */
    next: z.nullable(z.string()),
  })

// Parameters and queries arrive as text.

const toNumber = (schema: z.ZodMiniNumberFormat) =>
  z.codec(z.string().check(z.regex(/^\d{1,10}$/)), schema, { decode: Number, encode: String })

export const walletParamsSchema = z.object({ id: toNumber(walletId) })
export const communityParamsSchema = z.object({ id: toNumber(communityId) })
export const gigParamsSchema = z.object({ id: gigIdSchema })
export const addressParamsSchema = z.object({ address: addressSchema })
export const recordParamsSchema = z.object({ id: nostrHexSchema })
export const attachmentParamsSchema = z.object({ sha256: nostrHexSchema })

const after = z.optional(z.string().check(z.minLength(1), z.maxLength(200)))
const pageQuery = { limit: z._default(toNumber(z.int().check(z.minimum(1), z.maximum(MAX_PAGE))), DEFAULT_PAGE), after }
export const pageQuerySchema = z.object(pageQuery)
export const communitiesQuerySchema = z.object({
  ...pageQuery,
  template: z.optional(toNumber(template)),
  /** Communities in which nobody has this skill. */
  skill: z.optional(toNumber(skill)),
  /** Beginnings of words in name, purpose or place. */
  q: z.optional(z.string().check(z.maxLength(MAX_SEARCH))),
})
export const networkQuerySchema = z.object({
  limit: z._default(toNumber(z.int().check(z.minimum(1), z.maximum(MAX_NETWORK_PAGE))), MAX_NETWORK_PAGE),
  after,
})
const DEFAULT_PULSE = { days: 30, weeks: 12 }
export const pulseQuerySchema = z.object({
  /** Length of the period, the present day included. */
  days: z._default(toNumber(z.int().check(z.minimum(1), z.maximum(366))), DEFAULT_PULSE.days),
  /** So many weeks one by one. */
  weeks: z._default(toNumber(z.int().check(z.minimum(1), z.maximum(53))), DEFAULT_PULSE.weeks),
})
/** Kinds of what happens in a community. */
export const HistoryType = ['founded', 'joined', 'left', 'score', 'round', 'distribution', 'release'] as const
export type HistoryType = (typeof HistoryType)[number]

export const historyQuerySchema = z.object({
  ...pageQuery,
  /** Only what is of these kinds, with commas between. */
  types: z.optional(
    z
      .string()
      .check(
        z.regex(new RegExp(`^(${HistoryType.join('|')})(,(${HistoryType.join('|')})){0,${HistoryType.length - 1}}$`)),
      ),
  ),
})
export const gigsQuerySchema = z.object({ ...pageQuery, state: z.optional(z.enum(GigState)) })

// The node

/** Everything is being read anew from the chain: of so many blocks, so many are done. Meanwhile the index is not shown. */
export const rereadingSchema = z.object({ done: count, of: count })
export type Rereading = z.infer<typeof rereadingSchema>

/** The example network of a first start is told its past: of so many days before today, so many are over. Until then nobody is let in. */
export const pastSchema = z.object({ day: count, of: count })
export type Past = z.infer<typeof pastSchema>

export const healthSchema = z.object({
  status: z.enum(['ok', 'starting', 'behind']),
  chainId: count,
  /** Latest block; `behind` and the indexed one while the chain does not answer. */
  height,
  /** Latest block that the answers of this API know. */
  indexed: height,
  /** Blocks between the two. */
  lag: count,
  /** Latest of the indexed blocks that no reorg takes back. */
  finalized: height,
  /** Who pays for what people sign, and with what; not where a node only reads, and not while the chain does not answer. */
  relayer: z.optional(
    z.object({
      address: addressSchema,
      /** In wei. */
      balance: decimalSchema,
      /** Whether that lasts for a while. */
      funded: z.boolean(),
    }),
  ),
  rereading: z.optional(rereadingSchema),
  past: z.optional(pastSchema),
  /** What the node's clock says: what is signed must be dated near it. */
  time: seconds,
  /** How far the example network is, where there is one (`getExample`). */
  example: z.optional(z.enum(['beginning', 'finished'])),
  version: z.string(),
  /** Where the node is that writes, if this one only reads. */
  writer: z.optional(z.string()),
})
export type Health = z.infer<typeof healthSchema>

export const contractsSchema = z.object({
  forwarder: addressSchema,
  registry: addressSchema,
  skillWallet: addressSchema,
  gigs: addressSchema,
  communityImplementation: addressSchema,
})
export type Contracts = z.infer<typeof contractsSchema>

export const configSchema = z.object({
  chainId: count,
  deploymentBlock: height,
  contracts: contractsSchema,
  /** Paths of the Nostr relay and of the JSON-RPC of this node; the relay of another node is a whole address. */
  relay: z.string(),
  rpc: z.string(),
  /** Time of the latest block, in seconds: what deadlines and expiries are compared with. */
  blockTime: seconds,
})
export type NodeConfig = z.infer<typeof configSchema>

// The example network

/** Somebody invented, whose key is for everybody who visits. */
export const exampleResidentSchema = z.object({
  owner: addressSchema,
  name: z.string(),
  about: z.string(),
  /** The name of the town in which they were to begin with. */
  town: z.string(),
  /** Whether it is a good one to begin with. */
  isSuggested: z.boolean(),
})
export type ExampleResident = z.infer<typeof exampleResidentSchema>

export const exampleSchema = z.object({
  /** Whether all that was to happen has happened; what people do goes on. */
  isFinished: z.boolean(),
  residents: z.array(exampleResidentSchema),
})
export type Example = z.infer<typeof exampleSchema>

export const exampleKeySchema = z.object({
  ...exampleResidentSchema.shape,
  /** What all keys of the resident come of, 32 bytes. */
  secret: nostrHexSchema,
})
export type ExampleKey = z.infer<typeof exampleKeySchema>

// Communities

const skillEntry = z.object({ skill, level, validated: z.boolean() })

export const memberSkillSchema = z.object({
  ...skillEntry.shape,
  /** Rates that count (spec §2.3). */
  rates: count,
})
export type MemberSkill = z.infer<typeof memberSkillSchema>

export const memberSchema = z.object({
  walletId,
  owner: addressSchema,
  balance: amountSchema,
  granted: amountSchema,
  spendable: amountSchema,
  locked: amountSchema,
  /** Of the wallet (spec §2.2). */
  validated: z.boolean(),
  skills: z.array(memberSkillSchema).check(z.maxLength(constants.MAX_SKILLS)),
  joinedAt: seconds,
  foundingMember: z.boolean(),
  messagingKey: bytes32Schema,
  /** When the member became a resident (spec §3.9); null: not yet. */
  residentSince: z.nullable(seconds),
  /** When the member last did something: came, had a part in a step of a gig, sent credits, changed the wallet. */
  activeAt: seconds,
})
export type Member = z.infer<typeof memberSchema>

export const communitySchema = z.object({
  id: communityId,
  address: addressSchema,
  template,
  name: z.string(),
  purpose: z.string(),
  /** Empty: not told. */
  place: z.string(),
  /** BCP 47; empty: not told. */
  language: z.string(),
  /** Identity key, x-only. */
  key: bytes32Schema,
  /** Wallet id. */
  founder: walletId,
  members: seatCount,
  active: z.boolean(),
  founding: z.boolean(),
  /** Hundredths; null before the first activation. */
  score: z.nullable(count.check(z.maximum(UINT16))),
  /** Members with each of the template's 12 skills. */
  skillCounts: seatCounts,
  /** Skill ids that nobody has. */
  missingSkills: z.array(skill),
  openGigs: count,
  release: count.check(z.maximum(UINT16)),
  foundedAt: seconds,
  /** Present key epoch (spec §14.4), from 1. */
  epoch: z.int().check(z.minimum(1)),
  vault: amountSchema,
  treasury: amountSchema,
  escrow: amountSchema,
})
export type Community = z.infer<typeof communitySchema>

export const communityPageSchema = pageOf(communitySchema)
export type CommunityPage = z.infer<typeof communityPageSchema>

/** What a map of all towns needs of each. */
export const networkTownSchema = z.pick(communitySchema, {
  id: true,
  template: true,
  name: true,
  purpose: true,
  place: true,
  language: true,
  members: true,
  active: true,
  founding: true,
  score: true,
  skillCounts: true,
})
export type NetworkTown = z.infer<typeof networkTownSchema>

export const networkPageSchema = pageOf(networkTownSchema)
export type NetworkPage = z.infer<typeof networkPageSchema>

export const communityWithRosterSchema = z.object({ ...communitySchema.shape, roster: z.array(memberSchema) })
export type CommunityWithRoster = z.infer<typeof communityWithRosterSchema>

/** Ten-thousandths; null: there is nothing to be a part of (spec §15.2). */
const ratioBps = z.nullable(count)

/** Measures of spec §15, of one town or of all. */
const pulseSchema = z.object({
  /** First second of the period, and the second after it: the end of the present day. */
  from: seconds,
  to: seconds,
  members: count,
  /** Members who are validated. */
  validated: count,
  /** By members, in base units. */
  held: amountSchema,
  giniBps: ratioBps,
  /** The fewest members who have half of it. */
  holdersOfHalf: count,
  /** Gigs in the period, and payments in it: their sum, and how many of the members paid and earned. */
  completed: count,
  turnover: amountSchema,
  paid: count,
  earned: count,
  velocityBps: ratioBps,
  completedPerMemberWeekBps: ratioBps,
  /** How many are in each state now. */
  gigs: z.object(Object.fromEntries(GigState.map((state) => [state, count])) as Record<GigState, typeof count>),
  /** Ever, and how many of them count. */
  ratings: count,
  ratingsCounted: count,
  /** The latest ones, the earliest first; the last one ends with the period. */
  weeks: z.array(z.object({ from: seconds, completed: count, turnover: amountSchema })),
})
export type Pulse = z.infer<typeof pulseSchema>

export const communityPulseSchema = z.object({ communityId, ...pulseSchema.shape })
export type CommunityPulse = z.infer<typeof communityPulseSchema>

const score = count.check(z.maximum(UINT16))

export const networkPulseSchema = z.object({
  ...pulseSchema.shape,
  towns: count,
  /** Towns with three members or more, and those of them that are founding. */
  active: count,
  founding: count,
  /** Towns in which a gig was completed in the period. */
  working: count,
  /** Of the towns that have a score and members: how many are under 48, and the spread of scores in hundredths. */
  scores: z.object({
    towns: count,
    below48: count,
    spread: z.nullable(z.object({ min: score, lowerQuartile: score, median: score, upperQuartile: score, max: score })),
  }),
})
export type NetworkPulse = z.infer<typeof networkPulseSchema>

/** Where an event stands on the chain. */
const position = {
  blockNumber: height,
  logIndex: count,
  transactionHash: bytes32Schema,
  /** Time of the block. */
  at: seconds,
}

export const communityHistoryItemSchema = z.discriminatedUnion('type', [
  z.object({ ...position, type: z.literal('founded'), walletId }),
  z.object({
    ...position,
    type: z.literal('joined'),
    walletId,
    unlocked: amountSchema,
    granted: amountSchema,
    returned: amountSchema,
  }),
  z.object({ ...position, type: z.literal('left'), walletId, returned: amountSchema }),
  z.object({
    ...position,
    type: z.literal('score'),
    score: count.check(z.maximum(UINT16)),
    cause: z.enum(ScoreCause),
    /** Who came, left, changed skills, was validated or reached the fair share; null after a distribution. */
    walletId: z.nullable(walletId),
    /** What the score was made of (spec §5.2): the members, and how many of them had each of the template's 12 skills. */
    members: seatCount,
    skillCounts: seatCounts,
  }),
  z.object({ ...position, type: z.literal('round'), round: count.check(z.maximum(UINT24)) }),
  z.object({ ...position, type: z.literal('distribution'), template, returned: amountSchema }),
  z.object({ ...position, type: z.literal('release'), release: count.check(z.maximum(UINT16)) }),
])
export type CommunityHistoryItem = z.infer<typeof communityHistoryItemSchema>

export const communityHistoryPageSchema = pageOf(communityHistoryItemSchema)
export type CommunityHistoryPage = z.infer<typeof communityHistoryPageSchema>

// Gigs

export const gigSchema = z.object({
  id: gigIdSchema,
  communityId,
  /** Wallet ids. */
  creator: walletId,
  taker: z.nullable(walletId),
  state: z.enum(GigState),
  skill,
  commitment: level,
  credits: amountSchema,
  durationDays: z.int().check(z.minimum(1), z.maximum(constants.MAX_DURATION_DAYS)),
  /** What signed codes name (spec §4.6). */
  round: count.check(z.maximum(UINT24)),
  /** How often changes were asked for, of this taker. */
  changes: count.check(z.maximum(UINT16)),
  /** Ids of the records that describe the gig and the last submission. */
  record: bytes32Schema,
  work: z.nullable(bytes32Schema),
  /** What the periods of the present state count from (IGigs.sol), such as the submission or the completion. */
  since: seconds,
  /** When the work is due; null unless the gig is Taken. */
  deadline: z.nullable(seconds),
  createdAt: seconds,
  rating: z.nullable(level),
  ratingCounted: z.nullable(z.boolean()),
  project: z.nullable(z.int().check(z.minimum(1), z.maximum(UINT32))),
})
export type Gig = z.infer<typeof gigSchema>

export const gigPageSchema = pageOf(gigSchema)
export type GigPage = z.infer<typeof gigPageSchema>

export const gigHistoryItemSchema = z.discriminatedUnion('type', [
  z.object({ ...position, type: z.literal('created'), creator: walletId, state: z.enum(GigState) }),
  z.object({ ...position, type: z.literal('opened') }),
  z.object({ ...position, type: z.literal('cancelled') }),
  z.object({ ...position, type: z.literal('accepted'), taker: walletId, state: z.enum(GigState) }),
  z.object({ ...position, type: z.literal('taken'), deadline: seconds }),
  z.object({
    ...position,
    type: z.literal('reopened'),
    taker: walletId,
    cause: z.enum(ReopenCause),
    round: count.check(z.maximum(UINT24)),
  }),
  z.object({ ...position, type: z.literal('submitted'), work: bytes32Schema, round: count.check(z.maximum(UINT24)) }),
  z.object({
    ...position,
    type: z.literal('changesRequested'),
    changes: count.check(z.maximum(UINT16)),
    deadline: seconds,
  }),
  z.object({ ...position, type: z.literal('completing') }),
  z.object({ ...position, type: z.literal('completionLapsed'), refused: z.boolean() }),
  z.object({ ...position, type: z.literal('completed'), taker: walletId }),
  z.object({ ...position, type: z.literal('settled'), taker: walletId }),
  z.object({ ...position, type: z.literal('rated'), rating: level, counted: z.boolean() }),
  z.object({ ...position, type: z.literal('ratedByDefault'), rating: level, counted: z.boolean() }),
  z.object({ ...position, type: z.literal('moduleFailed'), module: addressSchema }),
])
export type GigHistoryItem = z.infer<typeof gigHistoryItemSchema>

export const gigWithHistorySchema = z.object({ ...gigSchema.shape, history: z.array(gigHistoryItemSchema) })
export type GigWithHistory = z.infer<typeof gigWithHistorySchema>

// Wallets

export const skillRatingsSchema = z.object({
  skill,
  /** Rates that count and their sum. */
  count,
  sum: count,
  /** Completed gigs in this skill that wait for a rating. */
  pending: count,
})
export type SkillRatings = z.infer<typeof skillRatingsSchema>

export const walletSchema = z.object({
  id: walletId,
  owner: addressSchema,
  /** Null: in no community. */
  communityId: z.nullable(communityId),
  messagingKey: bytes32Schema,
  /** Hash of the profile (spec §14.9). */
  profile: z.nullable(bytes32Schema),
  /** The active ones. */
  skills: z.array(memberSkillSchema).check(z.maxLength(constants.MAX_SKILLS)),
  validated: z.boolean(),
  openGigs: count,
  engagements: count,
  unratedGigs: count,
  abandonedGigs: count,
  settledGigs: count,
  carried: amountSchema,
  /** Last claim of carried credits (spec §3.4); null: none yet. */
  claimedAt: z.nullable(seconds),
  granted: amountSchema,
  /** The next three are 0 without a community. */
  balance: amountSchema,
  spendable: amountSchema,
  locked: amountSchema,
  /** Dormant skills included; skills without rates left out. */
  ratings: z.array(skillRatingsSchema),
  createdAt: seconds,
})
export type Wallet = z.infer<typeof walletSchema>

export const statementItemSchema = z.object({
  ...position,
  /**
   * grant, return: settling with the vault (spec §2.5). unlock: carried credits, at a joining or by a claim. leave: the balance at a leaving.
   * escrow, refund: of an own gig. payment: of a completed gig. half: of a settled one.
   */
  kind: z.enum(['grant', 'return', 'unlock', 'leave', 'transfer', 'escrow', 'refund', 'payment', 'half']),
  /** Above 0: received. */
  amount: signedAmountSchema,
  /** After it. */
  balance: amountSchema,
  communityId,
  /** A wallet id, or an account of the community. */
  counterparty: z.union([walletId, z.enum(['vault', 'escrow', 'treasury'])]),
  gigId: z.nullable(gigIdSchema),
})
export type StatementItem = z.infer<typeof statementItemSchema>

export const statementPageSchema = pageOf(statementItemSchema)
export type StatementPage = z.infer<typeof statementPageSchema>

export const walletGigsSchema = z.object({ asCreator: z.array(gigSchema), asTaker: z.array(gigSchema) })
export type WalletGigs = z.infer<typeof walletGigsSchema>

/** Completed gigs that one of two people did for the other. */
const workDone = z.object({
  gigs: count,
  credits: amountSchema,
  /** Ratings given for them, and their sum. */
  ratings: count,
  sum: count,
})
export const partnerSchema = z.object({
  walletId,
  /** What the wallet did for them, and they for it. */
  done: workDone,
  received: workDone,
  /** When the last of these gigs was completed. */
  lastAt: seconds,
})
export type Partner = z.infer<typeof partnerSchema>

export const partnersSchema = z.object({
  /** Those of the latest gigs first, no more than one page holds. */
  items: z.array(partnerSchema).check(z.maxLength(MAX_PAGE)),
})
export type Partners = z.infer<typeof partnersSchema>

// Records, backups, steward

/** A signed Nostr event (NIP-01). */
export const nostrEventSchema = z.object({
  id: nostrHexSchema,
  pubkey: nostrHexSchema,
  created_at: z.int().check(z.minimum(0)),
  kind: z.int().check(z.minimum(0), z.maximum(UINT16)),
  tags: z.array(z.array(z.string())),
  content: z.string(),
  sig: z.string().check(z.regex(/^[0-9a-f]{128}$/)),
})
export type NostrEvent = z.infer<typeof nostrEventSchema>

const backup = z.string().check(z.minLength(1), z.maxLength(MAX_BACKUP_BYTES), z.regex(/^[\x20-\x7e]+$/))

export const backupSchema = z.object({
  address: addressSchema,
  /** Encrypted by its owner; printable ASCII. */
  backup,
  savedAt: seconds,
})
export type Backup = z.infer<typeof backupSchema>

export const putBackupSchema = z.object({
  backup,
  /** When it was signed; a node refuses one that is not later than the stored one. */
  timestamp: seconds,
  /** EIP-191 signature by the address of the text of `backupMessage`. */
  signature: signatureSchema,
})
export type PutBackup = z.infer<typeof putBackupSchema>

export const backupSavedSchema = z.object({ address: addressSchema, savedAt: seconds })
export type BackupSaved = z.infer<typeof backupSavedSchema>

export const attachmentSavedSchema = z.object({
  sha256: nostrHexSchema,
  /** Bytes. */
  size: count,
  uploaded: seconds,
})
export type AttachmentSaved = z.infer<typeof attachmentSavedSchema>

export const stewardKeySchema = z.object({
  /** Identity key of a community to be founded, for its charter. */
  key: bytes32Schema,
})
export type StewardKey = z.infer<typeof stewardKeySchema>

// Meta-transactions

export const forwardRequestSchema = z.object({
  from: addressSchema,
  to: addressSchema,
  /** The town moves no ether. */
  value: z.codec(z.literal('0'), z.literal(0n), { decode: () => 0n as const, encode: () => '0' as const }),
  gas: z.codec(z.string().check(z.regex(/^[1-9]\d*$/), z.maxLength(MAX_GAS_DIGITS)), z.bigint().check(z.minimum(1n)), {
    decode: BigInt,
    encode: String,
  }),
  nonce: decimalSchema,
  deadline: z.int().check(z.minimum(0), z.maximum(UINT48)),
  data: hexSchema.check(z.refine((data) => data.length <= 2 + 2 * MAX_CALL_BYTES)),
})
export type ForwardRequest = z.infer<typeof forwardRequestSchema>

export const relayRequestSchema = z.object({ request: forwardRequestSchema, signature: signatureSchema })
export type RelayRequest = z.infer<typeof relayRequestSchema>

export const relayedSchema = z.object({
  transactionHash: bytes32Schema,
  blockNumber: height,
  /** The other routes show its effect. */
  indexed: z.literal(true),
})
export type Relayed = z.infer<typeof relayedSchema>

export const nonceSchema = z.object({
  /** The next one, requests under way included. */
  nonce: decimalSchema,
})
export type Nonce = z.infer<typeof nonceSchema>

// Errors

export const errorBodySchema = z.object({
  code: z.string(),
  message: z.string(),
  /** Arguments of the error; whole numbers of more than 53 bits are decimal strings. */
  details: z.optional(z.record(z.string(), z.json())),
})
export type ErrorBody = z.infer<typeof errorBodySchema>

// Server-sent events: `event:` is the key below, `data:` the JSON.

/** So often at least the node says something to who follows its events: less than the minute after which proxies close silent connections. */
export const LIVE_HEARTBEAT_MS = 15_000

export const serverEventSchemas = {
  block: z.object({ height, indexed: height, finalized: height }),
  gig: z.object({ id: gigIdSchema, communityId, state: z.enum(GigState) }),
  community: z.object({ id: communityId }),
  wallet: z.object({ id: walletId }),
  record: z.object({ id: nostrHexSchema, communityId, kind: z.int().check(z.minimum(0), z.maximum(UINT16)) }),
  /**
   * What was read before may be outdated: the node can't tell any more what came after this message, or (then it is empty) the chain took
   * blocks back.
   */
  reset: z.object({ lastEventId: z.string() }),
}
export type ServerEventType = keyof typeof serverEventSchemas
export type ServerEvent = {
  [Type in ServerEventType]: { readonly type: Type } & z.infer<(typeof serverEventSchemas)[Type]>
}[ServerEventType]
