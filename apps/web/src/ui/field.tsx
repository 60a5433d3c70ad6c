import { type ComponentProps, type ReactNode, useId } from 'react'

const CONTROL =
  'min-h-11 w-full rounded-lg border border-edge bg-card px-3 py-2 text-ink aria-invalid:border-alizarin aria-invalid:border-2'

type Common = {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong with what was typed, and how it should be. */
  readonly error?: string | undefined
}

const Frame = ({
  id,
  label,
  hint,
  error,
  children,
}: Common & { readonly id: string; readonly children: ReactNode }) => (
  <div className="grid gap-1">
    <label htmlFor={id} className="font-medium">
      {label}
    </label>
    {hint && (
      <p id={`${id}-hint`} className="text-sm text-soft">
        {hint}
      </p>
    )}
    {children}
    <p id={`${id}-error`} aria-live="polite" className="text-sm font-medium text-alizarin empty:hidden">
      {error}
    </p>
  </div>
)

const described = (id: string, { hint, error }: Pick<Common, 'hint' | 'error'>) => ({
  'aria-invalid': error !== undefined,
  'aria-describedby': [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined,
})

type Typed = { readonly value: string; readonly onChange: (value: string) => void }

/** One line of text with its label. */
export const Field = ({
  label,
  hint,
  error,
  onChange,
  ...input
}: Common & Typed & Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'id'>) => {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input
        {...input}
        {...described(id, { hint, error })}
        id={id}
        className={CONTROL}
        onChange={(event) => onChange(event.target.value)}
      />
    </Frame>
  )
}

/** Several lines of text. */
export const TextField = ({
  label,
  hint,
  error,
  onChange,
  ...area
}: Common & Typed & Omit<ComponentProps<'textarea'>, 'onChange' | 'value' | 'id'>) => {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea
        rows={4}
        {...area}
        {...described(id, { hint, error })}
        id={id}
        className={CONTROL}
        onChange={(event) => onChange(event.target.value)}
      />
    </Frame>
  )
}

/** One of several, as the browser shows them. `children`: option elements. */
export const Select = ({
  label,
  hint,
  error,
  onChange,
  ...select
}: Common & Typed & Omit<ComponentProps<'select'>, 'onChange' | 'value' | 'id'>) => {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select
        {...select}
        {...described(id, { hint, error })}
        id={id}
        className={CONTROL}
        onChange={(event) => onChange(event.target.value)}
      />
    </Frame>
  )
}

/** A number from a short range, by slider or typed. */
export const RangeField = ({
  label,
  hint,
  value,
  min,
  max,
  onChange,
}: Omit<Common, 'error'> & {
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
}) => {
  const id = useId()
  const change = (text: string) => {
    const number = Math.round(Number(text))
    if (text !== '' && number >= min && number <= max) onChange(number)
  }
  return (
    <Frame id={id} label={label} hint={hint}>
      <div className="flex items-center gap-3">
        <input
          id={id}
          type="range"
          className="min-h-11 min-w-0 flex-1"
          min={min}
          max={max}
          value={value}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => change(event.target.value)}
        />
        <input
          type="number"
          inputMode="numeric"
          className={`${CONTROL} !w-20 text-center`}
          min={min}
          max={max}
          value={value}
          aria-label={typeof label === 'string' ? label : undefined}
          onChange={(event) => change(event.target.value)}
        />
      </div>
    </Frame>
  )
}
