import { createHash } from 'node:crypto'
import { ATTACHMENT_OVERHEAD, type AttachmentSaved, TownError } from '@distributed-town/protocol'
import { type AttachmentKey, findUploadRefusal, insertAttachment, type UploadRefusal } from '../db/town/attachments.ts'
import type { Node } from '../node.ts'
import type { Slots } from '../slots.ts'
import type { AttachmentLimits } from './limits.ts'
import { readBody } from './read-body.ts'

/**
 * Takes an attachment of a member. Who has no right or no room to it is told before the body is read.
 * @param options.size As announced.
 * @throws TownError NOT_A_MEMBER, ATTACHMENTS_DAY_USED, ATTACHMENTS_FULL, RATE_LIMITED, ATTACHMENT_TOO_LARGE, ATTACHMENT_ALTERED, INVALID_REQUEST.
 */
export const saveAttachment = async (
  node: Pick<Node, 'db' | 'clock'> & { readonly limits: AttachmentLimits; readonly slots: Slots },
  { body, size, ...of }: AttachmentKey & { readonly body: AsyncIterable<Buffer>; readonly size: number },
): Promise<AttachmentSaved> => {
  const { limits } = node
  const now = Math.floor(node.clock() / 1000)
  refuse(await findUploadRefusal(node, { ...of, size, now, limits }))
  const leave = node.slots.enter(of.key)
  if (typeof leave === 'string') throw new TownError('RATE_LIMITED')
  try {
    const ciphertext = await readBody(body)
    const hash = createHash('sha256').update(ciphertext).digest('hex')
    if (hash !== of.sha256 || ciphertext.length <= ATTACHMENT_OVERHEAD) {
      throw new TownError('ATTACHMENT_ALTERED', { sha256: of.sha256 })
    }
    refuse(await insertAttachment(node, { ...of, ciphertext, now, limits }))
    return { sha256: hash, size: ciphertext.length, uploaded: now }
  } finally {
    leave()
  }
}

const refuse = (refusal: UploadRefusal | undefined): void => {
  switch (refusal) {
    case undefined:
      return
    case 'notAMember':
      throw new TownError('NOT_A_MEMBER')
    case 'authorDay':
    case 'townDay':
      throw new TownError('ATTACHMENTS_DAY_USED', { of: refusal === 'authorDay' ? 'author' : 'town' })
    case 'town':
    case 'node':
      throw new TownError('ATTACHMENTS_FULL', { of: refusal })
    default:
      refusal satisfies never
  }
}
