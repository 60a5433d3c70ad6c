/** Where one is on a way of several steps. */
export const Steps = ({
  label,
  steps,
  current,
}: {
  readonly label: string
  readonly steps: readonly string[]
  readonly current: number
}) => (
  <ol aria-label={label} className="grid auto-cols-[minmax(0,1fr)] grid-flow-col gap-1.5">
    {steps.map((step, i) => (
      <li
        key={step}
        aria-current={i === current ? 'step' : undefined}
        className="grid content-start gap-1 text-xs sm:text-sm"
      >
        <span aria-hidden="true" className={`h-1.5 rounded-full ${i <= current ? 'bg-denim' : 'bg-line'}`} />
        <span className={i === current ? 'font-semibold' : 'text-soft'}>{step}</span>
      </li>
    ))}
  </ol>
)
