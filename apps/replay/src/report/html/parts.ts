import { plain } from '../numbers.ts'
import { type Html, html } from './html.ts'
import type { Bin, Tone } from './plots.ts'

// What sections of the page are made of.

export const section = (title: string, lead: string, ...content: readonly Html[]): Html =>
  html`<section><h2>${title}</h2><p class="lead">${lead}</p>${content}</section>`

/** Side by side where there is room. */
export const plots = (...content: readonly Html[]): Html => html`<div class="plots">${content}</div>`

/** A plot with what it shows in words, and its numbers. */
export const figure = ({
  title,
  gist,
  plot,
  legend,
  table,
}: {
  readonly title: string
  readonly gist: string
  readonly plot: Html
  readonly legend?: Html
  readonly table: Html
}): Html =>
  html`<figure class="card"><figcaption><h3>${title}</h3><p>${gist}</p></figcaption>${plot}${legend}<details><summary>The numbers of “${title}”</summary>${table}</details></figure>`

/** @param options.columns The first names the rows. */
export const table = ({
  caption,
  columns,
  rows,
  isLong = false,
}: {
  readonly caption: string
  readonly isLong?: boolean
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | Html)[])[]
}): Html =>
  html`<div class="${isLong ? 'scroll long' : 'scroll'}" role="region" tabindex="0" aria-label="${caption}"><table><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map(
    ([name, ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`

/** A number with its share of the greatest as a bar. */
export const bar = (text: string, share: number, tone: Tone): Html =>
  html`<span class="bar ${tone}" style="--share:${(100 * Math.min(1, Math.max(0, share))).toFixed(1)}%">${text}</span>`

/** How many of some values lie in which of some bins of one width. */
export const toBins = (
  values: readonly number[],
  { width, end }: { readonly width: number; readonly end: number },
): readonly Bin[] =>
  Array.from({ length: Math.ceil(end / width) }, (_, i) => ({
    from: i * width,
    below: (i + 1) * width,
    count: values.filter((value) => Math.min(Math.floor(value / width), Math.ceil(end / width) - 1) === i).length,
  }))

export const binsTable = (
  caption: string,
  unit: string,
  bins: readonly Bin[],
  things: string,
  format: (value: number) => string,
): Html =>
  table({
    caption,
    columns: [unit, things],
    rows: bins.map(({ from, below, count }) => [`${format(from)} to ${format(below)}`, plain(count)]),
  })
