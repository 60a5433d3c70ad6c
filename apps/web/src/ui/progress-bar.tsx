import { useId } from 'react'

// Browsers draw it each in their own colours otherwise.
const BAR =
  'h-2.5 w-full appearance-none overflow-hidden rounded-full border border-edge bg-page [&::-moz-progress-bar]:bg-forest [&::-webkit-progress-bar]:bg-page [&::-webkit-progress-value]:bg-forest'

/** How far something is. Without `value` it is under way for an unknown time. */
export const ProgressBar = ({
  label,
  value,
  max = 1,
}: {
  readonly label: string
  readonly value?: number
  readonly max?: number
}) => {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
      <progress id={id} className={value === undefined ? `${BAR} animate-pulse` : BAR} value={value} max={max} />
    </div>
  )
}
