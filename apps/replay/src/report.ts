import { CREDIT, isContractErrorCode, SUPPLY, TownError } from '@distributed-town/sdk'
import type { Books } from './read-books.ts'
import type { ReplayResult } from './run.ts'
import { mergeTallies, sumOf } from './tally.ts'
import type { NotDone, TownResult } from './town-result.ts'

/** Towns whose credits are not 96,000. */
export const townsThatDiffer = ({ books }: Pick<ReplayResult, 'books'>): readonly number[] =>
  [...books].filter(([, { sum }]) => sum !== SUPPLY_CREDITS).map(([town]) => town)

/** What a replay came to, as text for people. */
export const formatReport = (result: ReplayResult): string => {
  const { towns, books, actions, seconds } = result
  const total = (count: (town: TownResult) => number) => towns.reduce((sum, town) => sum + count(town), 0)
  const notDone = mergeTallies(towns.map((town) => town.notDone))
  const states = towns.flatMap(({ state }) => (state ? [state] : []))
  const validated = states.reduce((sum, { roster }) => sum + roster.filter((member) => member.validated).length, 0)
  const unknown = total(({ unknownWork }) => unknownWork)
  return [
    row('Towns', `${books.size} founded of ${towns.length}`),
    row('Past founding', `${states.filter(({ active, founding }) => active && !founding).length}`),
    row('Residents', `${total(({ joined }) => joined)} of ${total(({ residents }) => residents)}`),
    ...(unknown > 0 ? [row('', `${unknown} with a kind of work that the table of skills doesn't know`)] : []),
    row('Validated', `${validated} wallets`),
    row('Gigs wanted', `${total(({ wanted }) => wanted)}`),
    row('done', `${total(({ done }) => done)}, of them ${total(({ smaller }) => smaller)} smaller than wanted`),
    row('not done', `${sumOf(notDone)}`),
    ...[...notDone].sort(([, a], [, b]) => b - a).map(([why, count]) => `  ${count} ${describe(why)}`),
    row(
      'Ratings',
      `${total(({ ratings }) => ratings)}, of them ${total(({ ratingsCounted }) => ratingsCounted)} count`,
    ),
    row('Actions', `${actions} in ${seconds.toFixed(1)} s, ${(actions / seconds).toFixed(1)} a second`),
    ...formatProof(result),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

const SUPPLY_CREDITS = BigInt(SUPPLY) * CREDIT

const row = (name: string, text: string): string => `${name.padEnd(14)} ${text}`

const descriptions: Partial<Record<NotDone, string>> = {
  NotSpendable: 'NotSpendable: the creator could not afford even the smallest',
  NotValidated: 'NotValidated: the town is past founding and the creator not validated',
}

const describe = (why: NotDone): string => {
  const known = descriptions[why]
  if (known !== undefined) return known
  return isContractErrorCode(why) ? why : `${why}: ${new TownError(why).message}`
}

/** One line when all is well, one more for each town where it is not. */
const formatProof = (result: ReplayResult): readonly string[] => {
  const differing = townsThatDiffer(result)
  const equation = `vault + treasury + escrow + members = ${SUPPLY.toLocaleString('en')}, read from the chain`
  const equal = row('Credits', `${equation}: ${result.books.size - differing.length} of ${result.books.size} towns`)
  return [equal, ...differing.map((town) => formatBooks(town, result.books.get(town)))]
}

const formatBooks = (town: number, books: Books | undefined): string => {
  const { vault = 0n, treasury = 0n, escrow = 0n, members = 0n, sum = 0n } = books ?? {}
  const parts = [vault, treasury, escrow, members].map(whole).join(' + ')
  return `  TOWN ${town} DIFFERS: ${parts} = ${whole(sum)}`
}

/** Whole credits and what is left over, exactly. */
const whole = (amount: bigint): string => {
  const rest = amount % CREDIT
  return `${amount / CREDIT}${rest === 0n ? '' : `.${String(rest).padStart(18, '0')}`}`
}
