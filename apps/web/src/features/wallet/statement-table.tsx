import type { StatementItem } from '@distributed-town/sdk'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { Amount } from '../../ui/amount.tsx'
import { Time } from '../../ui/time.tsx'
import { useStatementWords } from './use-statement-words.ts'

/** The entries of a statement with the balance after each. */
export const StatementTable = ({ items }: { readonly items: readonly StatementItem[] }) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const { wordsOf, townOf, hasTowns } = useStatementWords(items)
  return (
    // What is given and what is received has its own column where there is room, and a sign where there is none.
    <table className="w-full rounded-xl bg-card text-sm wide:text-base print:text-xs">
      <caption className="sr-only">{t('statement.lead')}</caption>
      <thead>
        <tr className="border-ink border-b text-left align-baseline text-soft">
          <th scope="col" className="p-2 font-normal">
            {t('statement.what')}
          </th>
          <th scope="col" className="whitespace-nowrap p-2 text-right font-normal wide:hidden print:hidden">
            {t('statement.amount')}
          </th>
          <th
            scope="col"
            className="hidden whitespace-nowrap p-2 text-right font-normal wide:table-cell print:table-cell"
          >
            {t('statement.given')}
          </th>
          <th
            scope="col"
            className="hidden whitespace-nowrap p-2 text-right font-normal wide:table-cell print:table-cell"
          >
            {t('statement.received')}
          </th>
          <th scope="col" className="whitespace-nowrap p-2 text-right font-normal">
            {t('statement.balance')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => {
          const { blockNumber, logIndex, amount, balance, at, gigId } = item
          return (
            <tr key={`${blockNumber}/${logIndex}`} className="break-inside-avoid border-line border-b align-baseline">
              <th scope="row" className="p-2 text-left font-normal">
                {gigId === null ? (
                  <span className="font-medium wrap-anywhere">{wordsOf(item)}</span>
                ) : (
                  <Link
                    to="/gigs/$id"
                    params={{ id: String(gigId) }}
                    className="font-medium text-denim underline-offset-4 wrap-anywhere hover:underline print:text-ink"
                  >
                    {wordsOf(item)}
                  </Link>
                )}
                <span className="flex flex-wrap items-baseline gap-x-3 text-sm text-soft print:text-xs">
                  <span className="print:hidden">
                    <Time at={at} />
                  </span>
                  <span className="hidden print:inline">{formats.exact(at)}</span>
                  {hasTowns && <span>{t('statement.town', { town: townOf(item) })}</span>}
                </span>
              </th>
              <td className={`p-2 text-right wide:hidden print:hidden ${amount > 0n ? 'text-forest' : ''}`}>
                <Amount value={amount} bare signed />
              </td>
              <td className="hidden p-2 text-right wide:table-cell print:table-cell">
                {amount < 0n && <Amount value={-amount} bare />}
              </td>
              <td className="hidden p-2 text-right text-forest wide:table-cell print:table-cell">
                {amount > 0n && <Amount value={amount} bare />}
              </td>
              <td className="p-2 text-right">
                <Amount value={balance} bare />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
