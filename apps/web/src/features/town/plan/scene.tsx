import { Fragment, memo, type ReactNode, useMemo } from 'react'
import { useInTurn } from '../../../lib/first-page.ts'
import { groupOf } from '../../../lib/skills.ts'
import { Bank } from './bank.tsx'
import { Coin } from './coin.tsx'
import { House } from './house.tsx'
import { Lamp } from './lamp.tsx'
import { BUILDINGS, type Ground, type Market, PLOTS } from './layout.ts'
import { PlaceLink } from './place-link.tsx'
import { EmptyPlot, GardenGround } from './plot.tsx'
import { byDepth, type Place } from './projection.ts'
import { LAMPS, Landscape, LimeTree, TREES } from './scenery.tsx'
import { Site } from './site.tsx'
import { Stall } from './stall.tsx'
import { Station } from './station.tsx'
import { TownHall } from './town-hall.tsx'
import { Tree } from './tree.tsx'
import type { News } from './use-news.ts'
import { Walker } from './walker.tsx'
import { layWalk } from './walks.ts'
import { Worker } from './worker.tsx'

export type Target = { readonly href: string; readonly label: string }

/** What a plan shows, and where each of its places leads. */
export type Plan = {
  readonly houses: readonly (Target & {
    readonly plot: number
    readonly walletId: number
    readonly skills: number
    readonly isLit: boolean
    readonly isOwn: boolean
  })[]
  readonly stalls: readonly (Target & { readonly number: number; readonly group: number })[]
  /** Who works on a gig, at the house that it is for. */
  readonly workers: readonly (Target & {
    readonly number: number
    readonly walletId: number
    readonly group: number
    readonly plot: number
  })[]
  /** In hundredths; null: none yet. */
  readonly score: number | null
  /** 0 … 1. */
  readonly treasury: number
  readonly freePlots: Target
  readonly market: Target
  readonly townHall: Target
  readonly bank: Target
  readonly postOffice: Target
  readonly workshop: Target
  readonly station: Target
}

/** So many a phone draws in a frame. */
const AT_A_TIME = 30

type Drawn = { readonly key: string; readonly at: Place; readonly node: ReactNode }

/** The town itself, from the back to the front. */
export const Scene = memo(
  ({
    plan,
    market,
    news,
    areStallsReachable,
  }: {
    readonly plan: Plan
    readonly market: Market
    readonly news: News | undefined
    /** Whether the stalls are large enough to be gone through by keyboard. */
    readonly areStallsReachable: boolean
  }) => {
    const taken = new Set(plan.houses.map(({ plot }) => plot))
    const free = PLOTS.flatMap((at, plot) => (taken.has(plot) ? [] : [{ at, plot }]))
    const building = (name: keyof typeof BUILDINGS, node: ReactNode): Drawn => {
      const at = middleOf(BUILDINGS[name])
      return {
        key: name,
        at,
        node: <PlaceLink {...plan[name]}>{node}</PlaceLink>,
      }
    }
    const drawn: readonly Drawn[] = [
      ...LAMPS.map((at, i) => ({ key: `lamp/${i}`, at, node: <Lamp at={at} /> })),
      ...TREES.map((tree, i) => ({ key: `tree/${i}`, at: tree.at, node: <Tree {...tree} /> })),
      building('townHall', <TownHall score={plan.score} />),
      building('bank', <Bank fill={plan.treasury} />),
      building('postOffice', <Site ground={BUILDINGS.postOffice} />),
      building('workshop', <Site ground={BUILDINGS.workshop} />),
      building('station', <Station />),
      {
        key: 'lime',
        at: { x: 0, y: 0 },
        node: (
          <PlaceLink {...plan.market}>
            <LimeTree />
          </PlaceLink>
        ),
      },
      ...plan.houses.map(({ plot, ...house }) => ({
        key: `house/${house.walletId}`,
        at: PLOTS[plot] ?? ORIGIN,
        node: (
          <>
            <House
              {...house}
              at={PLOTS[plot] ?? ORIGIN}
              isNew={news?.kind === 'arrived' && news.walletId === house.walletId}
            />
            {news?.kind === 'completed' && news.walletId === house.walletId && <Coin at={PLOTS[plot] ?? ORIGIN} />}
          </>
        ),
      })),
      ...plan.workers.map(({ number, plot, ...worker }) => {
        const { x, y } = PLOTS[plot] ?? ORIGIN
        const at = { x: x + 0.62, y: y + 0.14 }
        return { key: `worker/${number}`, at, node: <Worker {...worker} at={at} isReachable={areStallsReachable} /> }
      }),
      ...plan.stalls.flatMap(({ number, ...stall }) => {
        const at = market.stalls.get(number)
        const node = at && <Stall {...stall} at={at} pitch={market.pitch} isReachable={areStallsReachable} />
        return at ? [{ key: `stall/${number}`, at, node }] : []
      }),
      // One link for all free plots: the first is its name, the others only take the press.
      ...free.map(({ at, plot }, i) => ({
        key: `plot/${plot}`,
        at,
        node:
          i === 0 ? (
            <PlaceLink {...plan.freePlots}>
              <EmptyPlot at={at} />
            </PlaceLink>
          ) : (
            <g data-href={plan.freePlots.href} data-label={plan.freePlots.label} className="plan-place">
              <EmptyPlot at={at} />
            </g>
          ),
      })),
    ]
    const shown = useInTurn(drawn.length, AT_A_TIME)
    return (
      <>
        <Landscape />
        {PLOTS.map((at, plot) => taken.has(plot) && <GardenGround key={`${at.x}/${at.y}`} at={at} />)}
        {drawn
          .toSorted((a, b) => byDepth(a.at, b.at))
          .slice(0, shown)
          .map(({ key, node }) => (
            <Fragment key={key}>{node}</Fragment>
          ))}
        <NewsWalk plan={plan} news={news} />
      </>
    )
  },
)

/** Who arrived walks from the station to the new house, who completed a gig home from where it was done. */
const NewsWalk = ({ plan, news }: { readonly plan: Plan; readonly news: News | undefined }) => {
  const plotOf = (walletId: number): Place | undefined => {
    const house = plan.houses.find((one) => one.walletId === walletId)
    return house && PLOTS[house.plot]
  }
  const to = news && plotOf(news.walletId)
  const from = news?.kind === 'completed' ? plotOf(news.creator) : undefined
  const way = useMemo(() => to && layWalk({ from, to }), [from, to])
  if (!news || !way) return null
  return <Walker way={way} walletId={news.walletId} group={news.kind === 'completed' ? groupOf(news.skill) : 0} />
}

const ORIGIN: Place = { x: 0, y: 0 }

const middleOf = ({ x0, x1, y0, y1 }: Ground): Place => ({ x: (x0 + x1) / 2, y: (y0 + y1) / 2 })
