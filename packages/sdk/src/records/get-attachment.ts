import { type Attachment, openAttachment } from '@distributed-town/protocol'
import { requestBytes } from '../http.ts'
import type { Town } from '../town.ts'
import type { Records } from './open-records.ts'
import { attachmentPath, signToken } from './upload-attachment.ts'

/**
 * A picture of a record, decrypted: the bytes of a file of type `attachment.mime`.
 *
 * @param options.communityId Where the record stands.
 * @throws TownError NOT_A_MEMBER; NOT_FOUND when it went with its record; ATTACHMENT_ALTERED; as `requestJson`.
 */
export const getAttachment = async (
  town: Town,
  {
    records,
    communityId,
    attachment,
  }: {
    readonly records: Pick<Records, 'identity'>
    readonly communityId: number
    readonly attachment: Pick<Attachment, 'sha256' | 'key' | 'nonce' | 'size'>
  },
): Promise<Uint8Array> => {
  const { sha256 } = attachment
  const token = signToken(town, { identity: records.identity, verb: 'get', communityId, sha256 })
  const ciphertext = await requestBytes(town, { path: attachmentPath(sha256), token })
  return openAttachment({ ciphertext, attachment })
}
