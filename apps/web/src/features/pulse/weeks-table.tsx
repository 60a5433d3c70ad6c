import type { Pulse } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { Amount } from '../../ui/amount.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'

/** What the charts of a pulse show, in numbers: the latest week first. */
export const WeeksTable = ({ weeks }: { readonly weeks: Pulse['weeks'] }) => {
  const { t } = useTranslation('pulse')
  const formats = useFormats()
  return (
    // Folded or not, on paper it is there.
    <div className="print:[&_details::details-content]:[content-visibility:visible] break-inside-avoid">
      <Disclosure summary={t('weeks.show')}>
        <table className="w-full text-sm">
          <caption className="sr-only">{t('weeks.caption')}</caption>
          <thead>
            <tr className="border-ink border-b text-left text-soft">
              <th scope="col" className="py-2 pr-3 font-normal">
                {t('weeks.from')}
              </th>
              <th scope="col" className="py-2 pr-3 text-right font-normal">
                {t('weeks.completed')}
              </th>
              <th scope="col" className="py-2 text-right font-normal">
                {t('weeks.turnover')}
              </th>
            </tr>
          </thead>
          <tbody>
            {weeks.toReversed().map(({ from, completed, turnover }) => (
              <tr key={from} className="border-line border-b">
                <th scope="row" className="py-2 pr-3 text-left font-normal">
                  {formats.date(from)}
                </th>
                <td className="py-2 pr-3 text-right tabular-nums">{formats.number(completed)}</td>
                <td className="py-2 text-right">
                  <Amount value={turnover} bare />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </div>
  )
}
