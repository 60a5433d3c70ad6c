import type { Figure } from './bench.ts'

/** A suite's figures. */
export type Result = { readonly name: string; readonly figures: readonly Figure[] }

type Row = readonly string[]

/** One table of Markdown, aligned so that it reads in a terminal as well. */
export const formatTable = (results: readonly Result[]): string => format(HEAD, toRows(results))

/**
 * The page with the results in its table; figures of other suites stay.
 * @param options.remark What is worth knowing of this run, for the last column.
 */
export const saveResults = (page: string, results: readonly Result[], { remark }: { remark: string }): string => {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (begin < 0 || end < begin) throw new Error(`the page has no section between ${BEGIN} and ${END}`)
  const isMeasured = ([what]: Row) => results.some(({ name }) => what?.startsWith(`${name}: `))
  const kept = readRows(page.slice(begin, end)).filter((row) => !isMeasured(row))
  const rows = [...kept, ...toRows(results).map((row) => [...row, remark])].toSorted(byName)
  return `${page.slice(0, begin)}${BEGIN}\n\n${format([...HEAD, 'measured'], rows)}\n\n${page.slice(end)}`
}

const BEGIN = '<!-- bench: written by `npm run bench -- --save` -->'
const END = '<!-- /bench -->'

const HEAD: Row = ['what', 'bar', 'value', 'baseline']

const toRows = (results: readonly Result[]): readonly Row[] =>
  results.flatMap(({ name, figures }) =>
    figures.map(({ what, bar = '', value, baseline = '' }) => [`${name}: ${what}`, bar, value, baseline]),
  )

const format = (head: Row, rows: readonly Row[]): string => {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (row: Row) => `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** Without the head and the line below it. */
const readRows = (section: string): readonly Row[] =>
  section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

/** By suite; the figures of one stay in their order. */
const byName = ([a = '']: Row, [b = '']: Row): number => {
  const [first = '', second = ''] = [a, b].map((what) => what.split(':')[0])
  return first.localeCompare(second)
}
