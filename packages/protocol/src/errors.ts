import { contractErrors } from './generated/errors.ts'

// One union of codes. Contract errors have the name of the Solidity error as their code and its named arguments as details. Messages are
// for developers; what people read is written in the web app, by code.

const messages = {
  // Values
  INVALID_ID: 'not an id of the town',
  UNKNOWN_SKILL: 'no skill has this id',
  INVALID_SKILL_SET: 'not a packed set of one to three skills',
  INVALID_INPUT: 'an argument is not valid',
  // Codes of gigs and wallets
  NOT_A_CODE: 'not a code of Distributed Town',
  CODE_VERSION: 'a code of another version',
  CODE_KIND: 'a code for something else',
  CODE_TRUNCATED: 'the code is cut off',
  CODE_ALTERED: 'the code was altered: its checksum or a field is wrong',
  CODE_FIELD: 'a field of the code is out of range',
  CODE_OTHER_CHAIN: 'the code is for another chain',
  CODE_OTHER_GIG: 'the code is for another gig',
  CODE_OTHER_TAKER: 'the code is of somebody else than the taker',
  CODE_USED: 'the code was used: the gig is in another round or state',
  CODE_EXPIRED: 'the code has expired',
  // Records and gift wraps
  INVALID_EVENT: 'not a Nostr event',
  INVALID_KEY: 'not a key of 32 bytes',
  INVALID_ENTROPY: 'entropy of another length than needed',
  NOT_A_RECORD: 'the event is no record of a thread',
  RECORD_ALTERED: 'id or signature of the event are wrong',
  RECORD_UNDECIPHERABLE: 'the record is encrypted with another key',
  RECORD_INVALID: 'the content of the record is not valid',
  NOT_A_WRAP: 'the event is no gift wrap of this kind',
  WRONG_RECIPIENT: 'the gift wrap is for somebody else',
  FORGED_SEAL: 'the seal was not signed by whom it names',
  UNTRUSTED_SENDER: 'the seal was not signed by the key of the community',
  OTHER_COMMUNITY: 'the keys are of another community',
  TOO_MANY_KEYS: 'more keys than one gift wrap carries',
  // Attachments
  ATTACHMENT_TOO_LARGE: 'the attachment is larger than a node takes',
  ATTACHMENT_ALTERED: 'the bytes are not those of the attachment: cut off, altered or of another one',
  ATTACHMENTS_DAY_USED: 'as many attachments as may be uploaded on one day are there',
  ATTACHMENTS_FULL: 'there is no more room for attachments',
  NOT_A_PICTURE: 'the file is no picture that a browser shows',
  PICTURE_TOO_LARGE: 'the picture is too large even when it is made smaller',
  TOKEN_REQUIRED: 'the request must be signed by the messaging key of a member',
  NOT_A_MEMBER: 'this is for those who live in the town',
  // Answers of a node
  NOT_FOUND: 'there is no such thing',
  METHOD_NOT_ALLOWED: 'the route has no such method',
  MALFORMED_JSON: 'the body is not JSON',
  INVALID_REQUEST: 'parameters, query or body are not valid',
  BODY_TOO_LARGE: 'the body is too large',
  UNSUPPORTED_MEDIA_TYPE: 'the body must be JSON',
  RATE_LIMITED: 'too many requests',
  NOT_READY: 'the node is starting, behind the chain or without it: ask the same again in a while',
  READ_ONLY: 'this node only reads: the one named in the details writes',
  INTERNAL: 'something failed inside the node',
  INVALID_SIGNATURE: 'the signature is not by whom it should be',
  TARGET_NOT_ALLOWED: 'this call is not relayed',
  STALE_NONCE: 'the nonce is used or not the next one',
  GAS_BUDGET_SPENT: 'the gas that the node pays for on one day is used up; with gas of your own, send it through /rpc',
  RELAYER_NOT_FUNDED: 'the node has no gas left; with gas of your own, send it through /rpc',
  REQUEST_EXPIRED: 'the deadline of the request has passed',
  NO_EXAMPLE: 'this node has no example network',
  BACKUP_OUTDATED: 'a later backup is stored',
  TIMESTAMP_OUT_OF_RANGE: 'the timestamp is too far from the time of the node',
  METHOD_NOT_SUPPORTED: 'the JSON-RPC method is not served here',
  UNKNOWN_REVERT: 'the contract refused without a known error',
  // Found by a client
  HTTP_UNREACHABLE: 'the node does not answer',
  HTTP_TIMEOUT: 'the node did not answer in time',
  HTTP_UNEXPECTED: 'the node answered with something unexpected',
  RELAY_UNREACHABLE: 'the relay does not answer',
  RELAY_TIMEOUT: 'the relay did not answer in time',
  RELAY_CLOSED: 'the relay closed the connection or the subscription',
  RELAY_REFUSED: 'the relay refused the event',
  RELAY_AUTH_REQUIRED: 'the relay wants an authentication',
  RELAY_UNEXPECTED: 'the relay answered with something unexpected',
  INVALID_BACKUP: 'not a backup of a key',
  WRONG_PASSPHRASE: 'the passphrase does not open the backup',
  WITHDRAWN: 'the request was withdrawn before it was sent',
  SIGNER_MISSING: 'this needs a signer',
  EPOCH_KEY_MISSING: 'the key of this epoch is not at hand',
} as const

export type ContractErrorCode = keyof typeof contractErrors
export type TownErrorCode = keyof typeof messages | ContractErrorCode
export type TownErrorDetails = Readonly<Record<string, unknown>>

export class TownError extends Error {
  override readonly name = 'TownError'
  readonly code: TownErrorCode
  readonly details: TownErrorDetails

  constructor(code: TownErrorCode, details: TownErrorDetails = {}, options: { readonly cause?: unknown } = {}) {
    super(messageOf(code, details), options)
    this.code = code
    this.details = details
  }
}

/** Whether `error` is a `TownError`, with one of `codes` if any are given. */
export const isTownError = (error: unknown, ...codes: readonly TownErrorCode[]): error is TownError =>
  error instanceof TownError && (codes.length === 0 || codes.includes(error.code))

export const isTownErrorCode = (code: string): code is TownErrorCode =>
  Object.hasOwn(messages, code) || isContractErrorCode(code)

export const isContractErrorCode = (code: string): code is ContractErrorCode => Object.hasOwn(contractErrors, code)

/** The body that a node answers with. Whole numbers that may exceed 53 bits become decimal strings. */
export const toErrorBody = (error: TownError) => ({
  code: error.code,
  message: error.message,
  ...(Object.keys(error.details).length > 0 && { details: toJson(error.details) as JsonObject }),
})

/** The error in a node's answer; a code that this version doesn't know becomes HTTP_UNEXPECTED. */
export const fromErrorBody = (body: {
  readonly code: string
  readonly message: string
  readonly details?: TownErrorDetails | undefined
}): TownError => {
  const { code, message, details = {} } = body
  if (!isTownErrorCode(code)) return new TownError('HTTP_UNEXPECTED', { code, message, details })
  const inputs: readonly Input[] = isContractErrorCode(code) ? contractErrors[code] : []
  const numbers = inputs.filter(({ type }) => isBigintType(type)).map(({ name }) => name)
  return new TownError(
    code,
    Object.fromEntries(
      Object.entries(details).map(([key, value]) => [key, numbers.includes(key) ? toBigint(value) : value]),
    ),
  )
}

type Json = string | number | boolean | null | readonly Json[] | JsonObject
type JsonObject = { [key: string]: Json }

type Input = { readonly name: string; readonly type: string }

const messageOf = (code: TownErrorCode, details: TownErrorDetails): string => {
  if (Object.hasOwn(messages, code)) return messages[code as keyof typeof messages]
  const args = Object.entries(details).map(([name, value]) => `${name}: ${String(value)}`)
  return `${code}(${args.join(', ')})`
}

/** viem reads integers of more than 48 bits as bigint. */
const isBigintType = (type: string) => /^u?int\d+$/.test(type) && Number(type.replace(/^u?int/, '')) > 48

const toBigint = (value: unknown) => (typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : value)

const toJson = (value: unknown): Json => {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, toJson(item)]])),
    )
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  return String(value)
}
