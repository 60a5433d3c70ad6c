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
    if (!isShort) return 'font-semibold max-sm:tracking-tight'
    // Towards the end of the way it grows to the left.
    return `font-semibold max-sm:w-max max-sm:text-sm ${i > steps.length / 2 ? 'max-sm:justify-self-end' : ''}`
  }
  return (
    <ol aria-label={label} className="relative grid auto-cols-[minmax(0,1fr)] grid-flow-col gap-1.5">
      {steps.map((step, i) => (
        <li
          key={step}
          aria-current={i === current ? 'step' : undefined}
          className="grid grid-cols-1 content-start gap-1 text-xs sm:text-sm"
        >
          <span aria-hidden="true" className={`h-1.5 rounded-full ${i <= current ? 'bg-denim' : 'bg-line'}`} />
          <span className={lookOf(i)}>{step}</span>
        </li>
      ))}
    </ol>
  )
}
