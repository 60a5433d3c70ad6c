import { type CommunityWithRoster, CREDIT, SUPPLY } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../lib/use-formats.ts'
import { Amount } from '../../../ui/amount.tsx'
import { Card } from '../../../ui/card.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { booksOf, isBalanced, roundBooks } from './books.ts'

const ROWS = ['vault', 'treasury', 'escrow', 'members'] as const

/** Where all credits of a town are, as a sum. */
export const BooksCard = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation('towns')
  const formats = useFormats()
  const books = booksOf(community)
  const shown = roundBooks(books)
  return (
    <Card tone="forest" title={t('books.title')}>
      <p className="text-sm text-soft">{t('books.explain', { supply: formats.amount(BigInt(SUPPLY) * CREDIT) })}</p>
      <table className="w-full">
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('books.where')}</th>
            <th scope="col">{t('books.credits')}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <tr key={row} className="border-line border-b align-baseline">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                {t(`books.${row}`)}
              </th>
              <td className="py-1.5 text-right">
                <Amount value={shown[row]} bare />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-ink border-t-2 font-semibold">
            <th scope="row" className="py-1.5 pr-3 text-left">
              {t('books.total')}
            </th>
            <td className="py-1.5 text-right">
              <Amount value={shown.total} bare />
            </td>
          </tr>
        </tfoot>
      </table>
      {isBalanced(books) ? (
        <p className="font-medium text-forest text-sm">{t('books.holds')}</p>
      ) : (
        <Notice tone="warning">{t('books.off')}</Notice>
      )}
    </Card>
  )
}
