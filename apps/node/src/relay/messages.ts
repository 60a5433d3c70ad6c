import { type NostrEvent, nostrEventSchema } from '@distributed-town/protocol'
import { parseJson } from '../parse-json.ts'
import { type Filter, parseFilters } from './filters.ts'
import { LIMITS } from './limits.ts'
import { formatRefusal, type RefusalCode } from './refusals.ts'

// Messages of NIP-01 and NIP-42. Whatever a client sends is read into one of these.

export type ClientMessage =
  | { readonly type: 'EVENT'; readonly event: NostrEvent }
  | { readonly type: 'REQ'; readonly subscription: string; readonly filters: readonly Filter[] }
  | { readonly type: 'CLOSE'; readonly subscription: string }
  | { readonly type: 'AUTH'; readonly event: NostrEvent }
  | { readonly type: 'refused'; readonly answer: string }

export const parseMessage = (text: string): ClientMessage => {
  const message = parseJson(text)
  if (!Array.isArray(message)) return { type: 'refused', answer: notice('MALFORMED_MESSAGE') }
  if (text.length > LIMITS.messageLength) return { type: 'refused', answer: refuse(message, 'MESSAGE_TOO_LARGE') }
  const [type, first, ...rest]: unknown[] = message
  switch (type) {
    case 'EVENT':
    case 'AUTH': {
      const { success, data } = nostrEventSchema.safeParse(first)
      return success ? { type, event: data } : { type: 'refused', answer: refuse(message, 'MALFORMED_EVENT') }
    }
    case 'REQ': {
      if (!isSubscriptionId(first)) return { type: 'refused', answer: notice('MALFORMED_MESSAGE') }
      const filters = parseFilters(rest)
      return typeof filters === 'string'
        ? { type: 'refused', answer: closed(first, filters) }
        : { type, subscription: first, filters }
    }
    case 'CLOSE':
      return isSubscriptionId(first)
        ? { type, subscription: first }
        : { type: 'refused', answer: notice('MALFORMED_MESSAGE') }
    default:
      return { type: 'refused', answer: notice('MALFORMED_MESSAGE') }
  }
}

/** The answer to a message that isn't carried out, in the form that its sender waits for. */
export const refuseMessage = (message: ClientMessage, code: RefusalCode): string => {
  switch (message.type) {
    case 'EVENT':
    case 'AUTH':
      return ok(message.event.id, false, formatRefusal(code))
    case 'REQ':
      return closed(message.subscription, code)
    case 'CLOSE':
      return notice(code)
    case 'refused':
      return message.answer
    default:
      return message satisfies never
  }
}

export const ok = (id: string, accepted: boolean, reason: string): string =>
  JSON.stringify(['OK', id, accepted, reason])

export const closed = (subscription: string, code: RefusalCode): string =>
  JSON.stringify(['CLOSED', subscription, formatRefusal(code)])

export const notice = (code: RefusalCode): string => JSON.stringify(['NOTICE', formatRefusal(code)])

export const challenge = (value: string): string => JSON.stringify(['AUTH', value])

export const endOfStored = (subscription: string): string => JSON.stringify(['EOSE', subscription])

/** @param event Already JSON. */
export const eventOf = (subscription: string, event: string): string =>
  `["EVENT",${JSON.stringify(subscription)},${event}]`

const refuse = ([type, first]: readonly unknown[], code: RefusalCode): string => {
  if (type === 'REQ' && isSubscriptionId(first)) return closed(first, code)
  if ((type === 'EVENT' || type === 'AUTH') && typeof first === 'object' && first !== null && 'id' in first) {
    const { id } = first
    if (typeof id === 'string' && id.length <= MAX_ID_LENGTH) return ok(id, false, formatRefusal(code))
  }
  return notice(code)
}

// An id is given back to whoever sent it, and has 64 characters.
const MAX_ID_LENGTH = 64

const isSubscriptionId = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= LIMITS.subscriptionIdLength && value.isWellFormed()
