/** Why the relay refuses: the prefix of NIP-01 for machines, our code, words for whoever reads logs. */
const refusals = {
  MALFORMED_EVENT: ['invalid', 'an event has id, pubkey, created_at, kind, tags, content and sig'],
  MALFORMED_FILTER: ['invalid', 'a filter has ids, authors, kinds, #x, since, until and limit'],
  MALFORMED_MESSAGE: ['invalid', 'messages are JSON arrays: EVENT, REQ, CLOSE or AUTH'],
  MESSAGE_TOO_LARGE: ['invalid', 'the message is longer than 65,536 characters'],
  UNSUPPORTED_FILTER: ['unsupported', 'the filter has a field that this relay does not know'],
  TOO_MANY_FILTERS: ['invalid', 'at most 10 filters with at most 256 values a field'],
  TOO_MANY_SUBSCRIPTIONS: ['rate-limited', 'at most 20 subscriptions a connection'],
  TOO_MANY_MESSAGES: ['rate-limited', 'slow down'],
  TOO_MANY_KEYS: ['restricted', 'the connection is authenticated for enough keys'],
  TOO_MANY_RECORDS: ['rate-limited', 'enough events of this author for a day'],
  TOWN_DAY_USED: ['rate-limited', 'enough records of this town for a day'],
  TOWN_FULL: ['blocked', 'the town has no more room here: delete what is not needed'],
  RELAY_FULL: ['blocked', 'this relay has no more room'],
  TOO_SLOW: ['error', 'the reader is too slow for what is sent'],
  MAILBOX_FULL: ['rate-limited', 'enough wraps for this mailbox, of a day or in all'],
  SHARE_USED: ['rate-limited', 'enough wraps of this wallet into this mailbox for a day'],
  KIND_REFUSED: ['blocked', 'this relay keeps records of towns, their deletions and gift wraps'],
  WRONG_ID: ['invalid', 'the id is not the hash of the event'],
  WRONG_SIGNATURE: ['invalid', 'the signature does not belong to id and pubkey'],
  WRONG_TAGS: [
    'invalid',
    'a record has the tags h, epoch and, of works and comments, e; a gift wrap has one p and at most one expiration; a deletion e, k, h',
  ],
  TAGS_TOO_LARGE: ['invalid', 'too many tags, or too long ones'],
  CONTENT_TOO_LARGE: ['invalid', 'the content is longer than 22,000 characters'],
  CONTENT_NOT_EMPTY: ['invalid', 'a deletion has no content'],
  CONTROL_CHARACTER: ['invalid', 'control characters other than tab and line ends, and lone surrogates, are not kept'],
  NOT_ENCRYPTED: ['invalid', 'the content is not encrypted by NIP-44 version 2'],
  CREATED_AT_OUT_OF_RANGE: ['invalid', 'created_at is too far from the time here'],
  EXPIRED: ['invalid', 'the time of the event is over'],
  OTHER_EPOCH: ['invalid', 'the record has another key epoch than the town'],
  DELETED: ['blocked', 'the author deleted this event'],
  RECORD_IN_USE: ['blocked', 'an unfinished gig refers to the record'],
  NOTHING_TO_DELETE: ['invalid', 'none of the events is a record of this author'],
  SEVERAL_TOWNS: ['invalid', 'the records belong to several towns: delete them one town at a time'],
  NOT_A_MEMBER: ['restricted', 'only those who live in the town read and write its records'],
  NOT_YOUR_MAILBOX: ['restricted', 'a mailbox is for its owner only'],
  NO_WALLET: ['restricted', 'only who has a wallet writes to mailboxes'],
  UNKNOWN_RECIPIENT: ['restricted', 'no wallet and no town has this key'],
  AUTH_REQUIRED: ['auth-required', 'sign the challenge first (NIP-42)'],
  WRONG_CHALLENGE: ['invalid', 'the challenge is not the one of this connection'],
  WRONG_RELAY: ['invalid', 'the event authenticates to another relay'],
  NOT_AN_AUTH_EVENT: ['invalid', 'an AUTH event has kind 22242 and the tags relay and challenge'],
  INTERNAL: ['error', 'something failed in the relay'],
} as const

export type RefusalCode = keyof typeof refusals

/** @example formatRefusal('NOT_A_MEMBER') // 'restricted: NOT_A_MEMBER only those who live …' */
export const formatRefusal = (code: RefusalCode, detail = ''): string => {
  const [prefix, words] = refusals[code]
  return `${prefix}: ${code} ${words}${detail && ` (${detail})`}`
}
