import type { NetworkTown } from '@distributed-town/sdk'
import {
  type FocusEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { seasonHere } from '../../lib/season.ts'
import { useLight } from '../../lib/use-light.ts'
import { useTemplateName } from '../../lib/use-skill-name.ts'
import { Dotted } from '../../ui/dotted.tsx'
import { useView } from '../../ui/drawing/use-view.ts'
import { ZoomButtons } from '../../ui/drawing/zoom-buttons.tsx'
import type { Detail } from './district.tsx'
import { Districts } from './districts.tsx'
import { FLAT, radiusOf } from './drawing.ts'
import { Ground, Sea } from './ground.tsx'
import { chooseLabels, LETTERS } from './labels.ts'
import { FRAME, LANDS, nameOf, type Point } from './lands.ts'
import { Legend } from './legend.tsx'
import { MapLabels } from './map-labels.tsx'
import { type MapTown, sizeOf, toMapTowns, townAt } from './map-town.ts'
import { RoadPaths } from './road-paths.tsx'
import { TownBrief } from './town-brief.tsx'
import { useLaidNetwork } from './use-laid-network.ts'
import '../town/plan/plan.css'
import './network.css'

/** Radius of a full district in pixels: the largest, and from which on it has a house for itself or for each member. */
const LARGEST = 72
const LANDMARK_FROM = 4.5
const HOUSES_FROM = 14
/** When one comes to a town. */
const VISIT = 40
/** Pixels around a town that belong to it. */
const REACH = 18
/** Stops of the Tab key on the map. */
const MOST_STOPS = 40

/** The network in a frame. Every town is a link to its page; what is pointed at tells of itself. */
export const NetworkMap = ({
  towns,
  found,
  ownId,
  at,
  onFollow,
  onShow,
}: {
  readonly towns: readonly NetworkTown[]
  /** Ids of those that were looked for; undefined: all. */
  readonly found: ReadonlySet<number> | undefined
  readonly ownId: number | undefined
  /** The town that is shown. */
  readonly at: number | undefined
  readonly onFollow: (townId: number) => void
  readonly onShow: (townId: number | undefined) => void
}) => {
  const { t } = useTranslation('network')
  const light = useLight()
  const [season] = useState(seasonHere)
  const frame = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  const after = useId()
  const laid = useLaidNetwork(towns)
  const drawn = useMemo(() => (laid ? toMapTowns(towns, laid) : []), [towns, laid])
  const size = useMemo(() => (laid ? sizeOf(laid) : 1), [laid])
  const view = useView({ frame, picture, maxScale: (pixels) => Math.max(2, LARGEST / (size * unitOf(pixels))) })
  const unit = unitOf(view.size) * view.scale
  const beacons = useMemo(() => drawn.filter(({ hasBeacon }) => hasBeacon).length, [drawn])
  const [pointed, setPointed] = useState<number>()
  const shownId = pointed ?? at
  const shown = drawn.find(({ town }) => town.id === shownId)
  const labelled = useLabels({ drawn, found, ownId, size, unit })
  const {
    rest,
    size: { width, height },
  } = view
  const seen = useMemo(() => seenOf(rest, { width, height }), [rest, width, height])
  const stops = useMemo(
    () =>
      new Set(
        drawn
          .filter(({ town, at }) => labelled.has(town.id) && isIn(at, seen, 0))
          .map(({ town }) => town.id)
          .slice(0, MOST_STOPS),
      ),
    [drawn, labelled, seen],
  )
  const detailOf = useDetail({ seen, radius: size * unit, found })
  useFlight({ view, drawn, at, size })

  const pointOf = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point => {
    const corner = frame.current?.getBoundingClientRect() ?? { left: 0, top: 0 }
    return toDrawing(view.toWhole({ x: clientX - corner.left, y: clientY - corner.top }), view.size)
  }
  const townOf = (event: MouseEvent): MapTown | undefined => {
    const id = Number(
      (event.target instanceof Element && event.target.closest('[data-town]')?.getAttribute('data-town')) || 0,
    )
    if (id !== 0) return drawn.find(({ town }) => town.id === id)
    return townAt(drawn, pointOf(event), { size, within: REACH / unit })
  }
  const press = (event: MouseEvent) => {
    const target = townOf(event)
    const isKey = event.detail === 0
    if (view.hasDragged.current && !isKey) return event.preventDefault()
    // Another button or key opens it as any link.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    if (!target) return onShow(undefined)
    // A finger can't point: its first press shows what it would open.
    const isFinger = (event.nativeEvent as globalThis.PointerEvent).pointerType === 'touch'
    if (isFinger && target.town.id !== at) return onShow(target.town.id)
    onFollow(target.town.id)
  }
  const point = (event: PointerEvent) => {
    if (event.pointerType === 'touch' || event.buttons !== 0) return
    setPointed(townOf(event)?.town.id)
  }
  const focus = (event: FocusEvent) => {
    const link = event.target.closest('[data-town]')
    if (!link) return
    setPointed(Number(link.getAttribute('data-town')))
    if (link.matches(':focus-visible')) view.reveal(link)
  }

  return (
    <figure aria-label={t('map.title')} data-season={season} className="plan grid gap-2" onKeyDown={view.onKeyDown}>
      <a
        href={`#${after}`}
        className="sr-only focus:not-sr-only focus:justify-self-start focus:rounded-lg focus:bg-card focus:p-3"
      >
        {t('map.skip')}
      </a>
      <div className="relative grid gap-2">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: its links have the focus; keys pressed on them move the picture */}
        <div
          ref={frame}
          className={`plan-frame network-frame ${light}`}
          data-enlarged={view.scale > 1}
          onFocus={focus}
          onBlur={() => setPointed(undefined)}
          onPointerMove={point}
          onPointerLeave={() => setPointed(undefined)}
          onClickCapture={press}
        >
          <div ref={picture} className="plan-picture">
            {/* biome-ignore lint/a11y/noSvgWithoutTitle: the figure has the name, and what is in it are links with names */}
            <svg viewBox={FRAME.join(' ')} className="block size-full">
              <Sea />
              <Ground />
              {laid && unit > 0 && (
                <>
                  <RoadPaths
                    roads={laid.roads}
                    places={laid.places}
                    size={size}
                    unit={unit}
                    // From afar long ones would hide what they connect.
                    longest={size * unit < LANDMARK_FROM ? size * 5 : Infinity}
                  />
                  {shown && <Halo drawn={shown} size={size} />}
                  <Districts drawn={drawn} size={size} detailOf={detailOf} stops={stops} ownId={ownId} />
                  <MapLabels towns={drawn} labelled={labelled} size={size} unit={unit} />
                </>
              )}
            </svg>
          </div>
        </div>
        {shown && (
          <TownBrief
            drawn={shown}
            isOwn={shown.town.id === ownId}
            isKept={shown.town.id === at}
            isAtTop={isLow(shown.at, seen)}
            onClose={() => onShow(undefined)}
          />
        )}
      </div>
      <div className="flex min-h-10 items-center justify-between gap-3">
        <div className="min-w-0">
          <Dotted
            items={[t('list.all', { count: towns.length }), beacons > 0 && t('map.beacons', { count: beacons })]}
          />
        </div>
        <ZoomButtons {...view} />
      </div>
      <Legend />
      <div id={after} tabIndex={-1} className="outline-none" />
    </figure>
  )
}

type Pixels = { readonly width: number; readonly height: number }
type Rectangle = { readonly x0: number; readonly x1: number; readonly y0: number; readonly y1: number }

/** Pixels that a unit of the drawing is while all of it is seen. */
const unitOf = ({ width, height }: Pixels): number => Math.min(width / FRAME[2], height / FRAME[3])

/** A point of the frame while all is seen, in the drawing. */
const toDrawing = ({ x, y }: Point, pixels: Pixels): Point => {
  const unit = unitOf(pixels)
  return {
    x: FRAME[0] + FRAME[2] / 2 + (x - pixels.width / 2) / unit,
    y: FRAME[1] + FRAME[3] / 2 + (y - pixels.height / 2) / unit,
  }
}

/** The inverse. */
const toFrame = ({ x, y }: Point, pixels: Pixels): Point => {
  const unit = unitOf(pixels)
  return {
    x: pixels.width / 2 + (x - FRAME[0] - FRAME[2] / 2) * unit,
    y: pixels.height / 2 + (y - FRAME[1] - FRAME[3] / 2) * unit,
  }
}

/** What part of the drawing is seen. */
const seenOf = ({ scale, x, y }: { readonly scale: number } & Point, pixels: Pixels): Rectangle => {
  const first = toDrawing({ x: -x / scale, y: -y / scale }, pixels)
  const last = toDrawing({ x: (pixels.width - x) / scale, y: (pixels.height - y) / scale }, pixels)
  return { x0: first.x, x1: last.x, y0: first.y, y1: last.y }
}

/** @param around How much more on each side, in widths and heights of the part. */
const isIn = ({ x, y }: Point, { x0, x1, y0, y1 }: Rectangle, around: number): boolean => {
  const [dx, dy] = [(x1 - x0) * around, (y1 - y0) * around]
  return x >= x0 - dx && x <= x1 + dx && y >= y0 - dy && y <= y1 + dy
}

const isLow = ({ y }: Point, { y0, y1 }: Rectangle): boolean => y > (y0 + y1) / 2

/** What is drawn of a town: nothing far outside of what is seen, which is drawn when the picture rests there. */
const useDetail = ({
  seen,
  radius,
  found,
}: {
  readonly seen: Rectangle
  /** Of a full town, in pixels. */
  readonly radius: number
  readonly found: ReadonlySet<number> | undefined
}) =>
  useCallback(
    ({ town, at }: MapTown): Detail | undefined => {
      if (!isIn(at, seen, 1)) return
      if (found && !found.has(town.id)) return 'ground'
      if (radius < LANDMARK_FROM) return 'dot'
      return radius >= HOUSES_FROM && isIn(at, seen, 0.5) ? 'houses' : 'landmark'
    },
    [seen, radius, found],
  )

/** Around the town that is pointed at. */
const Halo = ({ drawn: { town, at }, size }: { readonly drawn: MapTown; readonly size: number }) => {
  const radius = size * (radiusOf(town.members) + 0.22)
  return (
    <ellipse className="network-halo" strokeWidth={size * 0.1} cx={at.x} cy={at.y} rx={radius} ry={radius * FLAT} />
  )
}

/** Names of one's own town, then of large towns. */
const useLabels = ({
  drawn,
  found,
  ownId,
  size,
  unit,
}: {
  readonly drawn: readonly MapTown[]
  readonly found: ReadonlySet<number> | undefined
  readonly ownId: number | undefined
  readonly size: number
  readonly unit: number
}): ReadonlySet<number> => {
  const templateName = useTemplateName()
  // biome-ignore lint/correctness/useExhaustiveDependencies: names of templates change with the language, which draws everything anew
  return useMemo(() => {
    if (unit === 0) return NONE
    const named = drawn
      .filter(({ town }) => !found || found.has(town.id))
      .map(({ town, at }) => ({
        ...town,
        at: { x: at.x, y: at.y + size * radiusOf(town.members) * FLAT + LETTERS / unit },
      }))
      .toSorted((a, b) => Number(b.id === ownId) - Number(a.id === ownId) || b.members - a.members || a.id - b.id)
    const regions = LANDS.map((_, template) => ({
      id: -1 - template,
      name: templateName(template),
      at: nameOf(template),
    }))
    const isFar = size * unit < LANDMARK_FROM
    return chooseLabels([...regions, ...named], { unit, beside: isFar ? 40 : 6, rows: isFar ? 3 : 1 })
  }, [drawn, found, ownId, size, unit])
}

const NONE: ReadonlySet<number> = new Set()

/** Comes to the town of the address when it becomes another one. */
const useFlight = ({
  view,
  drawn,
  at,
  size,
}: {
  readonly view: Pick<ReturnType<typeof useView>, 'flyTo' | 'size'>
  readonly drawn: readonly MapTown[]
  readonly at: number | undefined
  readonly size: number
}) => {
  const flown = useRef<number>(undefined)
  useEffect(() => {
    if (at === undefined) flown.current = undefined
    const town = drawn.find(({ town }) => town.id === at)
    if (!town || at === flown.current || view.size.width === 0) return
    flown.current = at
    view.flyTo(toFrame(town.at, view.size), VISIT / (size * unitOf(view.size)))
  })
}
