import { memo, useMemo } from 'react'
import { type Detail, District } from './district.tsx'
import type { MapTown } from './map-town.ts'
import { useTownSentence } from './use-town-sentence.ts'

/** The towns on the map, each a link. Apart from what is pointed at, which changes with every move of a mouse. */
export const Districts = memo(
  ({
    drawn,
    size,
    detailOf,
    stops,
    ownId,
  }: {
    readonly drawn: readonly MapTown[]
    /** Radius of a full town. */
    readonly size: number
    /** undefined: not drawn. The same function as long as it says the same. */
    readonly detailOf: (drawn: MapTown) => Detail | undefined
    /** Ids of those that the Tab key stops at. */
    readonly stops: ReadonlySet<number>
    readonly ownId: number | undefined
  }) => {
    const sentenceOf = useTownSentence()
    const sentences = useMemo(() => new Map(drawn.map((each) => [each, sentenceOf(each)])), [drawn, sentenceOf])
    return (
      <g style={{ ['--hundredth' as string]: size / 100 }}>
        {drawn.map((each) => {
          const detail = detailOf(each)
          return (
            detail && (
              <District
                key={each.town.id}
                drawn={each}
                size={size}
                label={sentences.get(each) ?? ''}
                detail={detail}
                isOwn={each.town.id === ownId}
                isReachable={stops.has(each.town.id)}
              />
            )
          )
        })}
      </g>
    )
  },
)
