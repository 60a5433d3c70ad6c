import type { StatementItem, Wallet } from '@distributed-town/sdk'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatUnits } from 'viem'
import { CREDIT_DECIMALS } from '../../lib/credit.ts'
import { statementQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { type Pages, usePages } from '../../lib/use-pages.ts'
import { NeedsSession } from '../../session/needs-session.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Time } from '../../ui/time.tsx'
import { CreditsChart } from './credits-chart.tsx'
import { creditsOverTime } from './credits-over-time.ts'
import { toCsv } from './csv.ts'
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
  const formats = useFormats()
  const statement = usePages(statementQuery(useTown(), wallet.id))
  const { items, isComplete } = statement
  const [now] = useState(() => Math.floor(Date.now() / 1000))
  if (statement.isLoading) return <Spinner label={t('statement.loading')} />
  if (statement.error && items.length === 0) return <ErrorNotice error={statement.error} />
  const last = items.at(-1)
  if (!last) return <Empty text={t('statement.empty')} />
  return (
    <>
      <p className="hidden print:block">
        {t('statement.printedFor', { id: String(wallet.id), date: formats.exact(now) })}
      </p>
      <CreditsChart points={creditsOverTime(items)} now={now} />
      {!isComplete && <p className="text-sm text-soft">{t('statement.chartFrom', { from: formats.date(last.at) })}</p>}
      <Outputs wallet={wallet} statement={statement} />
      <Entries wallet={wallet} items={items} />
      <ErrorNotice error={statement.error} />
      {!isComplete && (
        <div className="print:hidden">
          <Button look="plain" pending={statement.isLoadingMore} onPress={statement.loadMore}>
            {t('statement.more')}
          </Button>
        </div>
      )}
    </>
  )
}

const Outputs = ({
  wallet,
  statement: { items, loadAll },
}: {
  readonly wallet: Wallet
  readonly statement: Pages<StatementItem>
}) => {
  const { t } = useTranslation('wallet')
  const words = useStatementWords(wallet.id, items)
  const [state, setState] = useState<'idle' | 'pending' | 'done'>('idle')
  const [error, setError] = useState<unknown>()

  const download = async () => {
    setState('pending')
    setError(undefined)
    try {
      const rows = (await loadAll()).map(toRow)
      const head = [
        t('statement.csv.date'),
        t('statement.csv.what'),
        t('statement.csv.kind'),
        t('statement.csv.amount'),
      ]
      const tail = [t('statement.csv.balance'), t('statement.csv.counterparty'), t('statement.csv.town')]
      const ends = [t('statement.csv.gig'), t('statement.csv.transaction')]
      save(t('statement.csv.file', { id: String(wallet.id) }), toCsv([[...head, ...tail, ...ends], ...rows]))
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
    <div className="grid gap-2 print:hidden">
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

/** Spreadsheets take a file for UTF-8 by its byte order mark. */
const BYTE_ORDER_MARK = '\ufeff'

const save = (name: string, text: string) => {
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

const Entries = ({ wallet, items }: { readonly wallet: Wallet; readonly items: readonly StatementItem[] }) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const { wordsOf, townOf, hasTowns } = useStatementWords(wallet.id, items)
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
