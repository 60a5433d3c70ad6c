import { useEffect, useRef } from 'react'
import { Person } from './person.tsx'
import { type Place, project } from './projection.ts'

/** Milliseconds that a unit of the town takes. */
const PACE = 420
/** No walk is longer. */
const MOST_MS = 7000

/** Somebody who walks through the town, once. Who wants no motion sees them where they arrive. */
export const Walker = ({
  way,
  walletId,
  group,
}: {
  readonly way: readonly Place[]
  readonly walletId: number
  readonly group: number
}) => {
  const figure = useRef<SVGGElement>(null)
  const end = way.at(-1)
  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    const lengths = way.map((place, i) => distance(way[i - 1] ?? place, place))
    const whole = lengths.reduce((sum, length) => sum + length, 0)
    if (whole === 0) return
    let gone = 0
    const steps = way.map((place, i) => {
      gone += lengths[i] ?? 0
      return { transform: translation(place), offset: gone / whole }
    })
    const walk = figure.current?.animate(steps, { duration: Math.min(MOST_MS, whole * PACE), fill: 'both' })
    return () => walk?.cancel()
  }, [way])
  return (
    end && (
      <g ref={figure} style={{ transform: translation(end) }}>
        <g className="plan-walking">
          <Person walletId={walletId} group={group} />
        </g>
      </g>
    )
  )
}

const distance = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y)

const translation = (place: Place): string => {
  const { x, y } = project(place)
  return `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`
}
