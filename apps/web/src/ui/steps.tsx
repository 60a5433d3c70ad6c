/** More labels than these have no room side by side on a phone: there only the present one is shown. */
const MOST_LABELS = 4

/** Where one is on a way of several steps. */
export const Steps = ({
  label,
  steps,
  current,
}: {
  readonly label: string
  readonly steps: readonly string[]
  readonly current: number
}) => {
  const isShort = steps.length > MOST_LABELS
  const lookOf = (i: number) => {
    if (i !== current) return isShort ? 'text-soft max-sm:sr-only' : 'text-soft'
    if (!isShort) return 'font-semibold'
    // Towards the end of the way it grows to the left.
    return `font-semibold max-sm:w-max max-sm:text-sm ${i > steps.length / 2 ? 'max-sm:self-end' : ''}`
  }
  return (
    <ol
      aria-label={label}
      className={`relative grid grid-flow-col gap-1.5 ${isShort ? 'auto-cols-[minmax(0,1fr)]' : 'auto-cols-[minmax(min-content,1fr)]'}`}
    >
      {steps.map((step, i) => (
        <li
          key={step}
          aria-current={i === current ? 'step' : undefined}
          className="flex flex-col gap-1 text-xs sm:text-sm"
        >
          <span aria-hidden="true" className={`h-1.5 rounded-full ${i <= current ? 'bg-denim' : 'bg-line'}`} />
          <span className={lookOf(i)}>{step}</span>
        </li>
      ))}
    </ol>
  )
}
