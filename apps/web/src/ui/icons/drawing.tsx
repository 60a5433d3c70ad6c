const SIZES = { small: 'size-4 stroke-[2.5]', normal: 'size-6 stroke-[1.8]', large: 'size-10 stroke-[1.5]' } as const

export type DrawingSize = keyof typeof SIZES

/**
 * Lines in the colour of the text, on a grid of 24 pixels with a margin of 3; ends and corners are round. Beside words that say the same:
 * nobody who listens misses it.
 */
export const Drawing = ({
  path,
  size = 'normal',
}: {
  readonly path: string
  readonly size?: DrawingSize | undefined
}) => (
  <svg
    aria-hidden="true"
    viewBox="0 0 24 24"
    className={`shrink-0 fill-none stroke-current ${SIZES[size]}`}
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    <path d={path} />
  </svg>
)
