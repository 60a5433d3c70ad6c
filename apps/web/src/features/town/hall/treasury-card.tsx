import { type CommunityWithRoster, CREDIT, MAX_MEMBERS, SUPPLY } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { communityHistoryQuery } from '../../../lib/queries.ts'
import { useTown } from '../../../lib/town-context.ts'
import { useFormats } from '../../../lib/use-formats.ts'
import { usePages } from '../../../lib/use-pages.ts'
import { useTemplateName } from '../../../lib/use-skill-name.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { Time } from '../../../ui/time.tsx'
import { treasuryWayOf } from './treasury.ts'

/** What a distribution is to bring and does not yet. */
const SITES = ['pot', 'stakes', 'fund'] as const

/** The treasury account on its way to the fair share (spec §6.3), what happens there, and what of it is not built yet. */
export const TreasuryCard = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation(['hall', 'towns'])
  const formats = useFormats()
  const templateName = useTemplateName()
  const { base, goal, gained, left, thousandths } = treasuryWayOf(community)
  const amounts = { base: formats.amount(base), goal: formats.amount(goal) }
  return (
    <Card id="treasury" tone="forest" title={t('towns:treasury.title')}>
      <ProgressBar
        label={t('towns:treasury.progress', { amount: formats.amount(community.treasury), goal: amounts.goal })}
        value={thousandths}
        max={1000}
      />
      <p aria-hidden="true" className="flex justify-between text-soft text-xs tabular-nums">
        <span>{amounts.base}</span>
        <span>{amounts.goal}</span>
      </p>
      <p>{t('treasury.gained', { amount: formats.amount(gained), left: formats.amount(left) })}</p>
      <h3 className="font-semibold">{t('treasury.how.title')}</h3>
      <p className="text-sm">{t('treasury.how.text', amounts)}</p>
      <p className="text-sm text-soft">
        {t('treasury.how.share', {
          ...amounts,
          supply: formats.amount(BigInt(SUPPLY) * CREDIT),
          members: String(MAX_MEMBERS),
        })}
      </p>
      <h3 className="font-semibold">{t('treasury.then.title', amounts)}</h3>
      <ol className="grid list-decimal gap-1 pl-5 text-sm">
        <li>{t('treasury.then.due', { template: templateName(community.template) })}</li>
        <li>{t('treasury.then.returns', amounts)}</li>
        <li>{t('treasury.then.again', amounts)}</li>
      </ol>
      <div className="grid gap-2 rounded-lg border border-edge border-dashed p-3">
        <h3 className="font-semibold">{t('treasury.sites.title')}</h3>
        <ul className="grid list-disc gap-1 pl-5 text-sm text-soft">
          {SITES.map((site) => (
            <li key={site}>{t(`treasury.sites.${site}`)}</li>
          ))}
        </ul>
      </div>
      <Distributions communityId={community.id} />
    </Card>
  )
}

/** Those that were due, latest first. */
const Distributions = ({ communityId }: { readonly communityId: number }) => {
  const { t } = useTranslation('hall')
  const formats = useFormats()
  const due = usePages(communityHistoryQuery(useTown(), communityId, ['distribution']))
  return (
    <section className="grid gap-2">
      <h3 className="font-semibold">{t('treasury.past.title')}</h3>
      <ErrorNotice error={due.error} />
      {due.isComplete && due.items.length === 0 && <p className="text-sm text-soft">{t('treasury.past.none')}</p>}
      <ul className="grid divide-y divide-line text-sm">
        {due.items.map(
          (item) =>
            item.type === 'distribution' && (
              <li key={`${item.blockNumber}/${item.logIndex}`} className="flex justify-between gap-3 py-2">
                <span>{t('treasury.past.returned', { amount: formats.amount(item.returned) })}</span>
                <span className="shrink-0 text-soft">
                  <Time at={item.at} />
                </span>
              </li>
            ),
        )}
      </ul>
      {!due.isComplete && !due.isLoading && !due.error && (
        <Button look="plain" pending={due.isLoadingMore} onPress={due.loadMore}>
          {t('earlier')}
        </Button>
      )}
    </section>
  )
}
