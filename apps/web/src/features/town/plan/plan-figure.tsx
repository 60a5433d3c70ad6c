import { type MouseEvent, type SyntheticEvent, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInSlices } from '../../../lib/first-page.ts'
import { seasonHere } from '../../../lib/season.ts'
import type { Light } from '../../../lib/use-light.ts'
import { Dotted } from '../../../ui/dotted.tsx'
import { useView } from '../../../ui/drawing/use-view.ts'
import { ZoomButtons } from '../../../ui/drawing/zoom-buttons.tsx'
import { FRAME, layStalls, MAX_SCALE, PLOTS } from './layout.ts'
import { PlanLabels } from './plan-labels.tsx'
import { ACROSS } from './projection.ts'
import { type Plan, Scene } from './scene.tsx'
import type { News } from './use-news.ts'
import './plan.css'

/** Pixels: what is smaller is hard to hit (WCAG 2.5.8). */
const LEAST_TARGET = 24

/** The picture of a town in its frame, with a line under it that names what is pointed at. */
export const PlanFigure = ({
  town,
  plan,
  isCounted,
  news,
  light,
  onFollow,
}: {
  readonly town: string
  readonly plan: Plan
  /** Whether all that stands there is known. */
  readonly isCounted: boolean
  readonly news: News | undefined
  readonly light: Light
  readonly onFollow: (href: string) => void
}) => {
  const { t } = useTranslation('plan')
  const frame = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  const after = useId()
  const view = useView({ frame, picture, maxScale: () => MAX_SCALE })
  const [season] = useState(seasonHere)
  const [pointed, setPointed] = useState<string>()
  const labelAt = (event: SyntheticEvent) => {
    const place = placeOf(event)
    setPointed(place?.getAttribute('aria-label') ?? place?.getAttribute('data-label') ?? undefined)
  }
  const follow = (event: MouseEvent) => {
    const place = placeOf(event)
    const href = place?.getAttribute('href') ?? place?.getAttribute('data-href')
    if (!href) return
    // A press of Enter is a click without a count.
    if (view.hasDragged.current && event.detail > 0) return event.preventDefault()
    // Another button or key opens it as any link.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    onFollow(href)
  }
  // Hundreds of shapes: they are drawn in slices, and what changes meanwhile is drawn with them.
  const drawn = useInSlices(plan)
  const stalls = drawn?.stalls
  const market = useMemo(() => layStalls(stalls?.map(({ number }) => number) ?? []), [stalls])
  const unit = Math.min(view.size.width / FRAME[2], view.size.height / FRAME[3]) * view.scale
  // Before, the Market Square stands for them: nobody presses Tab two hundred times.
  const areStallsReachable = market.pitch * 2 * ACROSS * unit >= LEAST_TARGET
  const free = PLOTS.length - plan.houses.length
  return (
    <figure
      aria-label={t('title', { town })}
      data-season={season}
      className="plan grid gap-2"
      onKeyDown={view.onKeyDown}
    >
      <a
        href={`#${after}`}
        className="sr-only focus:not-sr-only focus:justify-self-start focus:rounded-lg focus:bg-card focus:p-3"
      >
        {t('skip')}
      </a>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its links and buttons have the focus; keys pressed on them move the picture */}
      <div
        ref={frame}
        className={`plan-frame ${light}`}
        data-enlarged={view.scale > 1}
        onFocus={(event) => {
          labelAt(event)
          const place = placeOf(event)
          if (place?.matches(':focus-visible')) view.reveal(place)
        }}
        onBlur={() => setPointed(undefined)}
        onPointerOver={labelAt}
        onPointerLeave={() => setPointed(undefined)}
        onClickCapture={follow}
      >
        <div ref={picture} className="plan-picture">
          {/* biome-ignore lint/a11y/noSvgWithoutTitle: the figure has the name, and what is in it are links with names */}
          <svg viewBox={FRAME.join(' ')} className="block size-full">
            {drawn && <Scene plan={drawn} market={market} news={news} areStallsReachable={areStallsReachable} />}
            <PlanLabels unit={unit} />
          </svg>
        </div>
      </div>
      <div className="flex min-h-10 items-center justify-between gap-3">
        <div id={after} tabIndex={-1} className="min-w-0 outline-none">
          <div role="status">{news && <p className="font-medium text-sm">{t(`news.${news.kind}`)}</p>}</div>
          {!news && pointed !== undefined && (
            <p aria-hidden="true" dir="auto" className="truncate text-sm">
              {pointed}
            </p>
          )}
          {!news && pointed === undefined && isCounted && (
            <Dotted
              items={[
                t('houses', { count: plan.houses.length }),
                free > 0 && t('plots', { count: free }),
                t('stalls', { count: plan.stalls.length }),
              ]}
            />
          )}
        </div>
        <ZoomButtons {...view} />
      </div>
    </figure>
  )
}

const placeOf = ({ target }: Pick<SyntheticEvent, 'target'>): Element | null =>
  target instanceof Element ? target.closest('.plan-place') : null
