import { useTranslation } from 'react-i18next'
import { useFormats } from '../lib/use-formats.ts'

/** An amount of credits with its unit; `bare` leaves the unit out where a heading has said it. `signed` writes a plus. */
export const Amount = ({
  value,
  bare,
  signed,
}: {
  readonly value: bigint
  readonly bare?: boolean
  readonly signed?: boolean
}) => {
  const { t } = useTranslation()
  const formats = useFormats()
  const text = `${signed && value > 0n ? '+' : ''}${formats.amount(value)}`
  return (
    <span className="whitespace-nowrap tabular-nums">
      {bare ? text : t('credits', { amount: text, count: value === 10n ** 18n ? 1 : 2 })}
    </span>
  )
}
