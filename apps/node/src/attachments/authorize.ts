import { type AttachmentToken, type AttachmentVerb, readAttachmentToken, TownError } from '@distributed-town/protocol'
import type { Node } from '../node.ts'
import { LIMITS } from '../relay/limits.ts'
import type { Verifier } from '../relay/verifier.ts'

/**
 * Who asks for an attachment, by the token in the request (spec §14.10): it is for one act on one attachment of one town, and soon over.
 * @throws TownError TOKEN_REQUIRED, TIMESTAMP_OUT_OF_RANGE, INVALID_SIGNATURE.
 */
export const authorize = async (
  { clock, verifier }: Pick<Node, 'clock'> & { readonly verifier: Verifier },
  {
    header,
    verb,
    sha256,
  }: { readonly header: string | undefined; readonly verb: AttachmentVerb; readonly sha256: string },
): Promise<Pick<AttachmentToken, 'communityId' | 'sha256'> & { readonly key: string }> => {
  const read = readAttachmentToken(header)
  if (read?.token.verb !== verb || read.token.sha256 !== sha256) throw new TownError('TOKEN_REQUIRED')
  const { event, token } = read
  const now = Math.floor(clock() / 1000)
  if (Math.abs(event.created_at - now) > LIMITS.clockSkew || token.expiration <= now) {
    throw new TownError('TIMESTAMP_OUT_OF_RANGE', { timestamp: event.created_at, now })
  }
  if (await verifier.verify(event)) throw new TownError('INVALID_SIGNATURE')
  return { communityId: token.communityId, sha256, key: event.pubkey }
}
