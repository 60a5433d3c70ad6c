import { useId } from 'react'

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
      <progress id={id} className="h-2 w-full accent-forest" value={value} max={max} />
    </div>
  )
}
