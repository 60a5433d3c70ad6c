import type { Attachment } from '@distributed-town/sdk'
import type { Acts, Flow } from '../lib/use-flow.ts'
import { type DescribedPicture, uploadPictures } from './upload-pictures.ts'

export type SetProfileInput = {
  readonly communityId: number
  readonly name: string
  readonly about: string
  /** A new one, or that which is published already. */
  readonly picture: { readonly chosen: DescribedPicture } | { readonly published: Attachment } | undefined
}

/** Writes name, text and picture for the members of the town, encrypted. */
export const setProfileFlow: Flow<SetProfileInput, Awaited<ReturnType<Acts['setProfile']>>> = {
  run: async (context, { communityId, name, about, picture }) => {
    context.step('writing')
    const records = await context.records()
    const [uploaded] =
      picture && 'chosen' in picture
        ? await uploadPictures(context, { records, communityId, pictures: [picture.chosen] })
        : []
    const shown = picture && 'published' in picture ? picture.published : uploaded
    return await context.acts.setProfile(context.town, {
      records,
      name: name.trim(),
      about: about.trim(),
      picture: shown,
    })
  },
  outdates: ({ communityId }) => [['wallet'], ['profiles', communityId]],
}
