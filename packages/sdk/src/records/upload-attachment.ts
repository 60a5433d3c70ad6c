import {
  ATTACHMENT_ENTROPY_BYTES,
  type Attachment,
  type AttachmentVerb,
  attachmentSavedSchema,
  attachmentTokenTemplate,
  encodeAttachmentToken,
  SIGNING_ENTROPY_BYTES,
  sealAttachment,
  signEvent,
} from '@distributed-town/protocol'
import { requestJson } from '../http.ts'
import type { Identity } from '../identity.ts'
import type { Town } from '../town.ts'
import type { Records } from './open-records.ts'

/** A picture in the clear, with what its record says about it. */
export type Picture = Pick<Attachment, 'mime' | 'width' | 'height' | 'alt'> & { readonly bytes: Uint8Array }

/**
 * Encrypts a picture and hands it to the node for the members of a community. A record that names it follows within a day, or it is removed.
 *
 * @param options.fetch In place of the town's, such as one that tells of the progress.
 * @throws TownError ATTACHMENT_TOO_LARGE before anything is sent; NOT_A_MEMBER, ATTACHMENTS_DAY_USED, ATTACHMENTS_FULL; as `requestJson`.
 * @example
 * const photo = await uploadAttachment(town, { records, communityId, picture })
 * await writeComment(town, { records, gigId, text: 'Look.', attachments: [photo] })
 */
export const uploadAttachment = async (
  town: Town,
  {
    records,
    communityId,
    picture,
    fetch = town.fetch,
  }: {
    readonly records: Pick<Records, 'identity'>
    readonly communityId: number
    readonly picture: Picture
    readonly fetch?: Town['fetch'] | undefined
  },
): Promise<Attachment> => {
  const { bytes, ...described } = picture
  const { ciphertext, ...sealed } = sealAttachment({ bytes, entropy: town.random(ATTACHMENT_ENTROPY_BYTES) })
  const { sha256 } = sealed
  await requestJson(
    { url: town.url, fetch },
    {
      method: 'PUT',
      path: attachmentPath(sha256),
      body: ciphertext,
      token: signToken(town, { identity: records.identity, verb: 'upload', communityId, sha256 }),
      schema: attachmentSavedSchema,
    },
  )
  return { ...sealed, ...described }
}

export const attachmentPath = (sha256: string): string => `/api/attachments/${sha256}`

/** The value of the header `Authorization`. */
export const signToken = (
  town: Pick<Town, 'clock' | 'random'>,
  {
    identity,
    ...asked
  }: {
    readonly identity: Identity
    readonly verb: AttachmentVerb
    readonly communityId: number
    readonly sha256: string
  },
): string =>
  encodeAttachmentToken(
    signEvent({
      template: attachmentTokenTemplate({ ...asked, now: Math.floor(town.clock() / 1000) }),
      secret: identity.messagingSecret,
      entropy: town.random(SIGNING_ENTROPY_BYTES),
    }),
  )
