import type { Attachment } from '@distributed-town/sdk'
import { useAttachment } from '../../lib/pictures/use-attachment.ts'
import { Drawing } from '../../ui/icons/drawing.tsx'

const SIZES = { small: 'size-8 text-sm', large: 'size-20 text-3xl' } as const

type Look = { readonly name: string; readonly size?: keyof typeof SIZES }

/** The picture of a neighbour beside the name, or the first letter of it; `name` is empty where it is not known. It says nothing that the name does not: readers of the screen skip it. */
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

/** What can be seen of a name: some begin with marks that only turn the writing. */
const SEEN = /[\p{L}\p{N}\p{Extended_Pictographic}]/u

const TONES = ['bg-denim/15', 'bg-burgundy/15', 'bg-carrot/15', 'bg-forest/15'] as const

/** The same for a name everywhere. */
const toneOf = (name: string): string =>
  TONES[[...name.trim()].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % TONES.length] ?? TONES[0]

/** Of whom no name is known. */
const SILHOUETTE = 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20q1-6 7.5-6t7.5 6'

const Letter = ({ name, size = 'small' }: Look) => (
  <span
    aria-hidden="true"
    className={`grid shrink-0 place-content-center rounded-full border border-edge font-semibold text-ink uppercase ${toneOf(name)} ${SIZES[size]}`}
  >
    {name.match(SEEN)?.[0] ?? <Drawing path={SILHOUETTE} />}
  </span>
)
