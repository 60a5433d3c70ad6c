import { type Html, html } from './html.ts'

// Plots as SVG. They are drawn as wide as a phone is, where their letters have the size of small text, and grow on wider screens.

const WIDTH = 340
const HEIGHT = 210
const LEFT = 40
const RIGHT = 332
const TOP = 12
const BOTTOM = 166

/** A colour of the theme. */
export type Tone = 'denim' | 'burgundy' | 'carrot' | 'forest' | 'edge'

/** Places are rounded: a tenth of a pixel is not seen and costs letters. */
const at = (value: number): string => String(Math.round(value * 10) / 10)

const toX = (share: number) => LEFT + share * (RIGHT - LEFT)
const toY = (share: number) => BOTTOM - share * (BOTTOM - TOP)

/** Round numbers from 0 to the greatest value or a little more: 4 steps at most. */
export const ticksOf = (greatest: number): readonly number[] => {
  const rough = Math.max(greatest, 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? 10 * power)
  return Array.from({ length: Math.ceil(greatest / step) + 1 }, (_, i) => i * step)
}

/** An axis to the left with lines across, and the words under the drawing. */
const frame = ({
  ticks,
  format,
  xTicks,
  xTitle,
}: {
  readonly ticks: readonly number[]
  readonly format: (value: number) => string
  /** Places from 0 to 1. */
  readonly xTicks: readonly { readonly place: number; readonly label: string }[]
  readonly xTitle: string
}): Html => {
  const greatest = ticks.at(-1) || 1
  return html`<g class="axis">${ticks.map((tick) => {
    const y = at(toY(tick / greatest))
    return html`<path d="M${LEFT} ${y}H${RIGHT}"/><text x="${LEFT - 6}" y="${y}" dy="4" text-anchor="end">${format(tick)}</text>`
  })}${xTicks.map(
    ({ place, label }) =>
      html`<text x="${at(toX(place))}" y="${BOTTOM + 16}" text-anchor="${place > 0.95 ? 'end' : 'middle'}">${label}</text>`,
  )}<text x="${(LEFT + RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${xTitle}</text></g>`
}

const drawing = (spoken: string, content: readonly Html[]): Html =>
  html`<svg role="img" aria-label="${spoken}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${content}</svg>`

export type Bin = { readonly from: number; readonly below: number; readonly count: number }

/** How many of something have which value. @param options.mark A value to compare with. */
export const histogram = ({
  spoken,
  bins,
  xTitle,
  tone,
  format,
  mark,
}: {
  readonly spoken: string
  /** In a row, all as wide. */
  readonly bins: readonly Bin[]
  readonly xTitle: string
  readonly tone: Tone
  readonly format: (value: number) => string
  readonly mark?: { readonly value: number; readonly label: string }
}): Html => {
  const first = bins[0]?.from ?? 0
  const last = bins.at(-1)?.below ?? 1
  const ticks = ticksOf(Math.max(...bins.map(({ count }) => count)))
  const greatest = ticks.at(-1) || 1
  const placeOf = (value: number) => (value - first) / (last - first)
  const bars = bins.map(({ from, below, count }) => {
    const [left, right, top] = [toX(placeOf(from)) + 0.5, toX(placeOf(below)) - 0.5, toY(count / greatest)]
    return count === 0 ? '' : `M${at(left)} ${BOTTOM}V${at(top)}H${at(right)}V${BOTTOM}Z`
  })
  // No more than six numbers fit under it.
  const every = Math.ceil((bins.length + 1) / 6)
  const edges = [...bins.map(({ from }) => from), last].filter((_, i) => i % every === 0)
  const marked = mark && placeOf(mark.value) >= 0 && placeOf(mark.value) <= 1 ? mark : undefined
  return drawing(spoken, [
    frame({
      ticks,
      format: String,
      xTicks: edges.map((edge) => ({ place: placeOf(edge), label: format(edge) })),
      xTitle,
    }),
    html`<path class="${tone}" d="${bars.join('')}"/>`,
    marked
      ? html`<path class="mark" d="M${at(toX(placeOf(marked.value)))} ${TOP - 8}V${BOTTOM}"/><text x="${at(toX(placeOf(marked.value)) + 4)}" y="${TOP}">${marked.label}</text>`
      : html``,
  ])
}

export type Point = { readonly x: number; readonly share: number; readonly tone: Tone; readonly title: string }

/** A shape for each tone, so that no colour is the only sign. */
const SHAPES: Readonly<Record<Tone, string>> = {
  forest: 'm-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z',
  carrot: 'm0-4l4 4l-4 4l-4-4z',
  burgundy: 'm-4-3.5h8l-4 7.5z',
  denim: 'm-3-3h6v6h-6z',
  edge: 'm-3-3h6v6h-6z',
}

/** The shape of a tone by itself, for a legend. */
export const shapeOf = (tone: Tone): Html =>
  html`<svg class="shape" viewBox="0 0 10 10" aria-hidden="true"><path class="${tone}" d="M5 5${SHAPES[tone]}"/></svg>`

/** Points with a count on a scale of powers of ten, and a share. */
export const scatter = ({
  spoken,
  points,
  xTitle,
}: {
  readonly spoken: string
  readonly points: readonly Point[]
  readonly xTitle: string
}): Html => {
  const powers = Math.max(1, Math.log10(Math.max(1, ...points.map(({ x }) => x))))
  const placeOf = (x: number) => 0.02 + (0.96 * Math.log10(Math.max(1, x))) / powers
  const xTicks = Array.from({ length: Math.floor(powers) + 1 }, (_, i) => ({
    place: placeOf(10 ** i),
    label: String(10 ** i),
  }))
  return drawing(spoken, [
    frame({ ticks: [0, 25, 50, 75, 100], format: (value) => `${value} %`, xTicks, xTitle }),
    html`${points.map(
      ({ x, share, tone, title }) =>
        html`<path class="point ${tone}" d="M${at(toX(placeOf(x)))} ${at(toY(share))}${SHAPES[tone]}"><title>${title}</title></path>`,
    )}`,
  ])
}

/** Columns side by side, each of parts on top of each other. */
export const stackedColumns = ({
  spoken,
  columns,
  greatest,
  tones,
  format,
  xTitle,
}: {
  readonly spoken: string
  readonly columns: readonly (readonly number[])[]
  /** The height of the drawing. */
  readonly greatest: number
  /** Of the parts. */
  readonly tones: readonly Tone[]
  readonly format: (value: number) => string
  readonly xTitle: string
}): Html => {
  const width = (RIGHT - LEFT) / Math.max(1, columns.length)
  const gap = width > 4 ? 1 : 0
  const paths = tones.map((tone, part) => {
    const boxes = columns.map((parts, i) => {
      const below = parts.slice(0, part).reduce((sum, value) => sum + value, 0)
      const height = parts[part] ?? 0
      if (height === 0) return ''
      const [bottom, top] = [toY(below / greatest), toY((below + height) / greatest)]
      return `M${at(LEFT + i * width)} ${at(bottom)}V${at(top)}H${at(LEFT + (i + 1) * width - gap)}V${at(bottom)}Z`
    })
    return html`<path class="${tone}" d="${boxes.join('')}"/>`
  })
  return drawing(spoken, [
    frame({ ticks: [0, greatest / 4, greatest / 2, (3 * greatest) / 4, greatest], format, xTicks: [], xTitle }),
    ...paths,
  ])
}
