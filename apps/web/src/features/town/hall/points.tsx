import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../lib/use-formats.ts'

/** Head of a table that tells what changes a score, by how much and to which. */
export const PointsHead = ({ what, result }: { readonly what: string; readonly result: string }) => {
  const { t } = useTranslation('hall')
  return (
    <thead>
      <tr className="border-ink border-b text-left text-soft">
        <th scope="col" className="py-2 pr-3 font-normal">
          {what}
        </th>
        <th scope="col" className="py-2 pr-3 text-right font-normal">
          {t('score.points')}
        </th>
        <th scope="col" className="py-2 text-right font-normal">
          {result}
        </th>
      </tr>
    </thead>
  )
}

/** By how much a score changed, with its sign. */
export const Points = ({ change }: { readonly change: number | undefined }) => {
  const { t } = useTranslation('hall')
  const formats = useFormats()
  if (change === undefined) return <span className="text-soft">{t('score.first')}</span>
  if (change === 0) return <span className="text-soft">{t('score.same')}</span>
  return (
    <span className={change > 0 ? 'font-medium text-forest' : 'font-medium text-alizarin'}>
      {formats.points(change)}
    </span>
  )
}
