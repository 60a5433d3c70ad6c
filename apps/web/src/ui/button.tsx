import { createLink, type LinkComponent } from '@tanstack/react-router'
import { type AnchorHTMLAttributes, type ReactNode, type Ref, useId } from 'react'
import { SpinnerMark } from './spinner.tsx'

const BASE =
  'inline-flex min-h-11 items-center gap-2 rounded-lg py-2 font-semibold no-underline cursor-pointer wrap-anywhere'

const BOX = 'justify-center px-4 text-center'

const LOOKS = {
  primary: `${BOX} bg-denim-fill text-white hover:brightness-110 aria-disabled:bg-soft/25 aria-disabled:text-soft`,
  plain: `${BOX} border border-edge bg-card text-ink hover:border-denim aria-disabled:text-soft`,
  danger: `${BOX} border border-alizarin bg-card text-alizarin hover:bg-alizarin/10 aria-disabled:border-edge aria-disabled:text-soft`,
  quiet: 'text-denim underline underline-offset-4 hover:no-underline aria-disabled:text-soft',
} as const

export type ButtonLook = keyof typeof LOOKS

/**
 * A button. While `pending` it says so and takes no second press. With a `reason` it is off and the reason stands beside it:
 * no button is off without one.
 */
export const Button = ({
  look = 'primary',
  type = 'button',
  pending,
  reason,
  onPress,
  wide,
  label,
  isOpen,
  children,
}: {
  readonly look?: ButtonLook
  readonly type?: 'button' | 'submit'
  /** true, or words on what is happening. */
  readonly pending?: boolean | string | undefined
  readonly reason?: string | undefined
  readonly onPress?: () => void
  readonly wide?: boolean
  /** For those who don't see beside what it stands; begins with what it shows. */
  readonly label?: string
  /** Of a button that opens and closes what follows it. */
  readonly isOpen?: boolean
  readonly children: ReactNode
}) => {
  const reasonId = useId()
  const isOff = reason !== undefined || Boolean(pending)
  return (
    <span className={wide ? 'grid gap-1' : 'inline-grid gap-1 sm:justify-items-start'}>
      <button
        type={type}
        className={`${BASE} ${LOOKS[look]}`}
        aria-disabled={isOff}
        aria-busy={Boolean(pending)}
        aria-label={label}
        aria-expanded={isOpen}
        aria-describedby={reason === undefined ? undefined : reasonId}
        onClick={(event) => {
          if (isOff) event.preventDefault()
          else onPress?.()
        }}
      >
        {pending && <SpinnerMark />}
        {typeof pending === 'string' ? pending : children}
      </button>
      {reason !== undefined && (
        <span id={reasonId} className="max-w-prose text-sm text-soft">
          {reason}
        </span>
      )}
    </span>
  )
}

type LinkLook = AnchorHTMLAttributes<HTMLAnchorElement> & {
  readonly look?: ButtonLook
  readonly ref?: Ref<HTMLAnchorElement>
}

const StyledAnchor = ({ look = 'primary', className = '', ...props }: LinkLook) => (
  <a {...props} className={`justify-self-start ${BASE} ${LOOKS[look]} ${className}`} />
)

const RoutedAnchor = createLink(StyledAnchor)

/** A link that looks like a button; `to`, `params` and `search` as of the router. */
export const LinkButton: LinkComponent<typeof StyledAnchor> = (props) => <RoutedAnchor {...props} />
