import { communityIdOf } from '@distributed-town/sdk'
import type { Acts, Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'
import { type DescribedPicture, type UploadProgress, uploadPictures } from './upload-pictures.ts'

export type SubmitGigInput = {
  readonly gigId: bigint
  readonly text: string
  readonly pictures: readonly DescribedPicture[]
  readonly onProgress: (progress: UploadProgress) => void
}

/** The taker tells and shows what was done, for the neighbours to see, and hands the gig in. Steps: keys, pictures, submit. */
export const submitGigFlow: Flow<SubmitGigInput, Awaited<ReturnType<Acts['submitGig']>>> = {
  run: async (context, { gigId, text, pictures, onProgress }) => {
    const { step, town } = context
    step('keys')
    const records = await context.records()
    step('pictures')
    const attachments = await uploadPictures(context, {
      records,
      communityId: communityIdOf(gigId),
      pictures,
      onProgress,
    })
    step('submit')
    return await context.acts.submitGig(town, { records, gigId, text, attachments })
  },
  outdates: ({ gigId }) => gigKeys(gigId),
}
