import type { Gig } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { Card } from '../../ui/card.tsx'
import { Time } from '../../ui/time.tsx'
import type { GigActs } from './acts.ts'
import type { Names } from './use-names.ts'

/** What becomes possible if nobody acts, and when. */
export const LaterActs = ({
  gig,
  acts,
  names,
}: {
  readonly gig: Pick<Gig, 'taker'>
  readonly acts: GigActs
  readonly names: Names
}) => {
  const { t } = useTranslation('gigs')
  if (acts.later.length === 0) return null
  return (
    <Card title={t('later.title')}>
      <p className="text-sm text-soft">{t('later.note')}</p>
      <ul className="grid gap-2">
        {acts.later.map(({ act, from }) => (
          <li key={act} className="flex flex-wrap justify-between gap-x-4">
            <span>{t(`later.${act}`, { taker: gig.taker === null ? '' : names.nameOf(gig.taker) })}</span>
            <span className="text-sm text-soft">
              <Time at={from} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
