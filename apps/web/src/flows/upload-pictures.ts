import type { Attachment, Records } from '@distributed-town/sdk'
import type { PreparedPicture } from '../lib/pictures/prepare-picture.ts'
import type { FlowContext } from '../lib/use-flow.ts'

/** A picture to be sent, with the words that say what it shows. */
export type DescribedPicture = PreparedPicture & { readonly alt: string }

/** How far sending has come: the number of the picture from 1, and the part of it that is sent. */
export type UploadProgress = { readonly picture: number; readonly part: number }

/** Encrypts pictures for the members of a town and hands them to the node, one after another. */
export const uploadPictures = async (
  { town }: Pick<FlowContext, 'town'>,
  {
    records,
    communityId,
    pictures,
    onProgress,
  }: {
    readonly records: Records
    readonly communityId: number
    readonly pictures: readonly DescribedPicture[]
    readonly onProgress?: ((progress: UploadProgress) => void) | undefined
  },
): Promise<readonly Attachment[]> => {
  if (pictures.length === 0) return []
  const [{ uploadAttachment }, { fetchWithProgress }] = await Promise.all([
    import('../lib/pictures/attachments.ts'),
    import('../lib/pictures/fetch-with-progress.ts'),
  ])
  const attachments: Attachment[] = []
  for (const [i, { blob, mime, width, height, alt }] of pictures.entries()) {
    const tell = (part: number) => onProgress?.({ picture: i + 1, part })
    tell(0)
    const picture = { bytes: new Uint8Array(await blob.arrayBuffer()), mime, width, height, alt: alt.trim() }
    attachments.push(await uploadAttachment(town, { records, communityId, picture, fetch: fetchWithProgress(tell) }))
  }
  return attachments
}
