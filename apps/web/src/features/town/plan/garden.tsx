import { PLOT } from './layout.ts'
import { type Place, project } from './projection.ts'
import { Slab } from './solids.tsx'

/** What grows before a house: beds with vegetables or flowers, washing on a line, or a bench under the hedge; a fence around some. */
export const Garden = ({ at: { x, y }, kind }: { readonly at: Place; readonly kind: number }) => {
  const [right, front] = [x + PLOT.width / 2, y + PLOT.depth / 2]
  return (
    <>
      <Slab ground={{ x0: x + 0.42, x1: right, y0: y + 0.02, y1: y + 0.22 }} look="plan-road" />
      {CONTENTS[kind % CONTENTS.length]?.({ x, y })}
      {(kind >> 2) % 2 === 0 && (
        <path
          className="plan-fence"
          d={
            pickets((share) => ({ x: x - PLOT.width / 2 + share * PLOT.width, y: front })) +
            lines([
              [
                { x: x - PLOT.width / 2, y: front, z: 0.15 },
                { x: right, y: front, z: 0.15 },
              ],
              [
                { x: right, y: front, z: 0.15 },
                { x: right, y: y + 0.26, z: 0.15 },
              ],
            ])
          }
        />
      )}
    </>
  )
}

const CONTENTS: readonly ((at: Place) => React.ReactNode)[] = [
  // Vegetables in rows.
  ({ x, y }) => (
    <>
      <Slab ground={{ x0: x - 0.62, x1: x + 0.2, y0: y + 0.48, y1: y + 0.7 }} look="plan-soil" />
      <path
        className="plan-sprouts"
        d={row({ x: x - 0.54, y: y + 0.54 }, 6, 0.13) + row({ x: x - 0.54, y: y + 0.64 }, 6, 0.13)}
      />
    </>
  ),
  // Flowers.
  ({ x, y }) => (
    <>
      <path className="plan-blossom-0 plan-flowers" d={row({ x: x - 0.6, y: y + 0.52 }, 5, 0.18)} />
      <path className="plan-blossom-1 plan-flowers" d={row({ x: x - 0.52, y: y + 0.62 }, 5, 0.18)} />
      <path className="plan-blossom-2 plan-flowers" d={row({ x: x - 0.58, y: y + 0.68 }, 4, 0.2)} />
    </>
  ),
  // Washing.
  ({ x, y }) => {
    const [a, b] = [project({ x: x - 0.62, y: y + 0.6 }), project({ x: x + 0.22, y: y + 0.6 })]
    return (
      <>
        <path className="plan-line" d={`M${a.x} ${a.y}v-15L${b.x} ${b.y - 15}v15`} />
        {[0.2, 0.45, 0.7].map((share, i) => (
          <path
            key={share}
            className={`plan-cloth-${i}`}
            d={`M${a.x + (b.x - a.x) * share} ${a.y - 15 + (b.y - a.y) * share}l6 3v8l-6 -3z`}
          />
        ))}
      </>
    )
  },
  // A bench.
  ({ x, y }) => {
    const { x: left, y: top } = project({ x: x - 0.4, y: y + 0.6 })
    return <path className="plan-line plan-seat" d={`M${left} ${top}v-5l14 7v5M${left} ${top - 5}v-5l14 7v5`} />
  },
]

/** Points beside each other along x. */
const row = (from: Place, count: number, step: number): string =>
  Array.from({ length: count }, (_, i) => {
    const { x, y } = project({ ...from, x: from.x + i * step })
    return `M${x.toFixed(1)} ${y.toFixed(1)}h.01`
  }).join('')

const pickets = (at: (share: number) => Place): string =>
  Array.from({ length: 13 }, (_, i) => {
    const { x, y } = project(at(i / 12))
    return `M${x.toFixed(1)} ${y.toFixed(1)}v-7`
  }).join('')

const lines = (pairs: readonly (readonly [Place, Place])[]): string =>
  pairs
    .map(
      (pair) =>
        `M${pair
          .map(project)
          .map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)
          .join('L')}`,
    )
    .join('')
