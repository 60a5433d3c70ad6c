import { communityIdOf } from '@distributed-town/sdk'
import type { Acts, Flow } from '../lib/use-flow.ts'
import { type DescribedPicture, type UploadProgress, uploadPictures } from './upload-pictures.ts'

export type WriteCommentInput = {
  readonly gigId: bigint
  readonly text: string
  readonly pictures?: readonly DescribedPicture[]
  readonly onProgress?: (progress: UploadProgress) => void
}

/** Writes into the conversation of a gig: a message, a code for the creator, or the answer to one (features/gigs/message.ts). */
export const writeCommentFlow: Flow<WriteCommentInput, Awaited<ReturnType<Acts['writeComment']>>> = {
  run: async (context, { gigId, text, pictures = [], onProgress }) => {
    const records = await context.records()
    const communityId = communityIdOf(gigId)
    const attachments = await uploadPictures(context, { records, communityId, pictures, onProgress })
    return await context.acts.writeComment(context.town, { records, gigId, text, attachments })
  },
  outdates: () => [['comments']],
}
