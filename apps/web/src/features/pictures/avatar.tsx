import type { Attachment } from '@distributed-town/sdk'
import { useAttachment } from '../../lib/pictures/use-attachment.ts'

const SIZES = { small: 'size-8 text-sm', large: 'size-20 text-3xl' } as const

type Look = { readonly name: string; readonly size?: keyof typeof SIZES }

/** The picture of a neighbour beside the name, or the first letter of it. It says nothing that the name does not: readers of the screen skip it. */
export const Avatar = ({
  picture,
  communityId,
  ...look
}: Look & { readonly picture: Attachment | undefined; readonly communityId: number }) =>
  picture ? <Face {...look} picture={picture} communityId={communityId} /> : <Letter {...look} />

const Face = ({
  picture,
  communityId,
  ...look
}: Look & { readonly picture: Attachment; readonly communityId: number }) => {
  const { url } = useAttachment(picture, communityId)
  return url ? (
    <img src={url} alt="" className={`shrink-0 rounded-full object-cover ${SIZES[look.size ?? 'small']}`} />
  ) : (
    <Letter {...look} />
  )
}

const Letter = ({ name, size = 'small' }: Look) => (
  <span
    aria-hidden="true"
    className={`grid shrink-0 place-content-center rounded-full border border-edge bg-page font-semibold text-soft uppercase ${SIZES[size]}`}
  >
    {[...name.trim()][0] ?? ''}
  </span>
)
