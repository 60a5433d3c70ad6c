import { base64 } from '@scure/base'
import { bytesToString, stringToBytes } from 'viem'
import { type NostrEvent, nostrEventSchema } from '../api.ts'
import type { EventTemplate } from './event.ts'

// How a member shows a node who asks for an attachment: an event of Blossom (BUD-01) in the header `Authorization`, with the town besides.

/** Kind of authorization events in Blossom. */
export const ATTACHMENT_TOKEN_KIND = 24_242

/** Most characters of the header. */
const MAX_HEADER = 4096
const SCHEME = 'Nostr '

/** Seconds from its date until it is over: longer than clocks may differ. */
const LASTS = 1800

export type AttachmentVerb = 'get' | 'upload'

export type AttachmentToken = {
  readonly verb: AttachmentVerb
  readonly communityId: number
  /** Nostr hex. */
  readonly sha256: string
  /** Seconds. */
  readonly expiration: number
}

/** What a member signs to read or upload one attachment of a town. @param now Seconds. */
export const attachmentTokenTemplate = ({
  verb,
  communityId,
  sha256,
  now,
}: Pick<AttachmentToken, 'verb' | 'communityId' | 'sha256'> & { readonly now: number }): EventTemplate => ({
  kind: ATTACHMENT_TOKEN_KIND,
  created_at: now,
  content: `Distributed Town: ${verb} an attachment`,
  tags: [
    ['t', verb],
    ['x', sha256],
    ['h', String(communityId)],
    ['expiration', String(now + LASTS)],
  ],
})

/** The value of the header `Authorization`. */
export const encodeAttachmentToken = (event: NostrEvent): string =>
  `${SCHEME}${base64.encode(stringToBytes(JSON.stringify(event)))}`

/** What a header says, its signature not verified yet; undefined if it is no such token. */
export const readAttachmentToken = (
  header: string | undefined,
): { readonly event: NostrEvent; readonly token: AttachmentToken } | undefined => {
  if (header === undefined || header.length > MAX_HEADER || !header.startsWith(SCHEME)) return undefined
  const event = nostrEventSchema.safeParse(decodeJson(header.slice(SCHEME.length))).data
  if (event?.kind !== ATTACHMENT_TOKEN_KIND) return undefined
  const verb = onlyValue(event, 't', /^(get|upload)$/)
  const sha256 = onlyValue(event, 'x', /^[0-9a-f]{64}$/)
  const communityId = onlyValue(event, 'h', /^[1-9]\d{0,9}$/)
  const expiration = onlyValue(event, 'expiration', /^\d{1,12}$/)
  if (!verb || !sha256 || !communityId || !expiration || Number(communityId) >= 2 ** 32) return undefined
  return {
    event,
    token: {
      verb: verb as AttachmentVerb,
      sha256,
      communityId: Number(communityId),
      expiration: Number(expiration),
    },
  }
}

const decodeJson = (text: string): unknown => {
  try {
    return JSON.parse(bytesToString(base64.decode(text)))
  } catch {
    // Whatever it is, it is no token.
    return undefined
  }
}

/** Of a tag that is there once. */
const onlyValue = ({ tags }: NostrEvent, name: string, shape: RegExp): string | undefined => {
  const [tag, ...others] = tags.filter(([tagName]) => tagName === name)
  const value = tag?.[1] ?? ''
  return others.length === 0 && shape.test(value) ? value : undefined
}
