import type { StatementItem, Wallet } from '@distributed-town/sdk'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatUnits } from 'viem'
import { CREDIT_DECIMALS } from '../../lib/credit.ts'
import { statementQuery } from '../../lib/queries.ts'
import { saveFile } from '../../lib/save-file.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { type Pages, usePages } from '../../lib/use-pages.ts'
import { NeedsSession } from '../../session/needs-session.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Select } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useMemberName } from '../town/use-member-name.ts'
import { CreditsChart } from './credits-chart.tsx'
import { creditsOverTime } from './credits-over-time.ts'
import { toCsv } from './csv.ts'
import { PERIODS, type Period, type Span, type SpanStatement, spanOf, statementOf } from './period.ts'
import { StatementTable } from './statement-table.tsx'
import { useStatementWords } from './use-statement-words.ts'

/** What was given and received, as a line and as a list; to download and to print. */
export const StatementPage = () => {
  const { t } = useTranslation('wallet')
  return (
    <Page title={t('statement.title')} lead={t('statement.lead')} back={{ to: '/wallet', label: t('statement.back') }}>
      <NeedsSession>{({ wallet }) => <Statement wallet={wallet} />}</NeedsSession>
    </Page>
  )
}

const Statement = ({ wallet }: { readonly wallet: Wallet }) => {
  const { t } = useTranslation('wallet')
  const pages = usePages(statementQuery(useTown(), wallet.id))
  const [now] = useState(() => Math.floor(Date.now() / 1000))
  const [period, setPeriod] = useState<Period>('all')
  const span = spanOf(period, now)
  const isRead = useReadBackTo(pages, span)
  if (pages.isLoading) return <Spinner label={t('statement.loading')} />
  if (pages.error && pages.items.length === 0) return <ErrorNotice error={pages.error} />
  if (pages.items.length === 0) return <Empty text={t('statement.empty')} />
  const statement = statementOf(pages.items, span)
  return (
    <>
      <PrintedHead wallet={wallet} span={span} now={now} />
      <div className="flex flex-wrap items-end gap-3 print:hidden">
        <div className="grow basis-48 sm:max-w-72">
          <Select
            label={t('statement.period')}
            value={period}
            onChange={(value) => setPeriod(PERIODS.find((known) => known === value) ?? 'all')}
          >
            {PERIODS.map((known) => (
              <option key={known} value={known}>
                {t(`statement.periods.${known}`)}
              </option>
            ))}
          </Select>
        </div>
        <Outputs wallet={wallet} pages={pages} span={span} />
      </div>
      {isRead ? (
        <Shown statement={statement} span={span} now={now} pages={pages} />
      ) : (
        <Spinner label={t('statement.loading')} />
      )}
      <ErrorNotice error={pages.error} />
    </>
  )
}

/** Reads on until the beginning of the span is there. A statement of all time goes on by a press. */
const useReadBackTo = ({ items, isComplete, isLoadingMore, error, loadMore }: Pages<StatementItem>, { from }: Span) => {
  const last = items.at(-1)
  const isRead = from === 0 || isComplete || last === undefined || last.at < from
  useEffect(() => {
    if (!isRead && !isLoadingMore && !error) loadMore()
  })
  return isRead
}

const Shown = ({
  statement,
  span,
  now,
  pages: { isComplete, isLoadingMore, loadMore },
}: {
  readonly statement: SpanStatement<StatementItem>
  readonly span: Span
  readonly now: number
  readonly pages: Pages<StatementItem>
}) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const { items, opening } = statement
  const last = items.at(-1)
  const canReadOn = span.from === 0 && !isComplete
  const points = creditsOverTime(items)
  const begun = span.from > 0 && last ? [{ at: span.from, balance: opening }, ...points] : points
  return (
    <>
      <Totals statement={statement} />
      {last ? (
        <>
          <CreditsChart points={begun} now={Math.min(now, span.to)} />
          {canReadOn && (
            <p className="text-sm text-soft">{t('statement.chartFrom', { from: formats.date(last.at) })}</p>
          )}
          <StatementTable items={items} />
        </>
      ) : (
        <Empty text={t('statement.nothing')} />
      )}
      {canReadOn && (
        <div className="print:hidden">
          <Button look="plain" pending={isLoadingMore} onPress={loadMore}>
            {t('statement.more')}
          </Button>
        </div>
      )}
    </>
  )
}

const PrintedHead = ({
  wallet,
  span: { from, to },
  now,
}: {
  readonly wallet: Wallet
  readonly span: Span
  readonly now: number
}) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const { nameOf } = useMemberName(wallet.communityId ?? undefined)
  return (
    <p className="hidden print:block">
      {t('statement.printedFor', {
        name: nameOf({ walletId: wallet.id, messagingKey: wallet.messagingKey }),
        id: String(wallet.id),
        date: formats.exact(now),
      })}
      {from > 0 && ` ${t('statement.printedSpan', { from: formats.date(from), to: formats.date(to - 1) })}`}
    </p>
  )
}

/** What was there, came, went and is there: it adds up. */
const Totals = ({ statement }: { readonly statement: SpanStatement<StatementItem> }) => {
  const { t } = useTranslation('wallet')
  return (
    <dl className="grid grid-cols-2 gap-3 rounded-xl border border-line bg-card p-4 sm:grid-cols-4">
      {(['opening', 'received', 'given', 'closing'] as const).map((name) => (
        <div key={name}>
          <dt className="text-sm text-soft">{t(`statement.totals.${name}`)}</dt>
          <dd className="font-semibold">
            <Amount value={statement[name]} bare />
          </dd>
        </div>
      ))}
    </dl>
  )
}

const Outputs = ({
  wallet,
  pages: { items, loadAll },
  span,
}: {
  readonly wallet: Wallet
  readonly pages: Pages<StatementItem>
  readonly span: Span
}) => {
  const { t } = useTranslation('wallet')
  const words = useStatementWords(items)
  const [state, setState] = useState<'idle' | 'pending' | 'done'>('idle')
  const [error, setError] = useState<unknown>()

  const download = async () => {
    setState('pending')
    setError(undefined)
    try {
      const rows = statementOf(await loadAll(), span).items.map(toRow)
      const head = COLUMNS.map((column) => t(`statement.csv.${column}`))
      saveFile(
        t('statement.csv.file', { id: String(wallet.id) }),
        `${BYTE_ORDER_MARK}${toCsv([head, ...rows])}`,
        'text/csv;charset=utf-8',
      )
      setState('done')
    } catch (caught) {
      setError(caught)
      setState('idle')
    }
  }

  const toRow = (item: StatementItem): readonly string[] => [
    new Date(item.at * 1000).toISOString(),
    words.wordsOf(item),
    item.kind,
    formatUnits(item.amount, CREDIT_DECIMALS),
    formatUnits(item.balance, CREDIT_DECIMALS),
    words.partyOf(item),
    words.townOf(item),
    item.gigId === null ? '' : String(item.gigId),
    item.transactionHash,
  ]

  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-3">
        <Button
          look="plain"
          pending={state === 'pending' && t('statement.downloading')}
          onPress={() => void download()}
        >
          {t('statement.download')}
        </Button>
        <Button look="plain" onPress={() => window.print()}>
          {t('statement.print')}
        </Button>
      </div>
      <p aria-live="polite" className="text-sm text-soft empty:hidden">
        {state === 'done' && t('statement.downloaded')}
      </p>
      <ErrorNotice error={error} />
    </div>
  )
}

const COLUMNS = ['date', 'what', 'kind', 'amount', 'balance', 'counterparty', 'town', 'gig', 'transaction'] as const

/** Spreadsheets take a file for UTF-8 by its byte order mark. */
const BYTE_ORDER_MARK = '\ufeff'
