import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { clamp, type Frame, lookAt, panBy, reveal, type View, WHOLE, zoomAt } from './view.ts'

/** A finger may tremble so many pixels and still press. */
const TREMBLE = 6
const STEP = 60
const ZOOM = 1.5
/** From the edge of the frame, for a place that gets the focus. */
const MARGIN = 48
/** From the last movement until the picture rests. */
const REST_MS = 180
const FLIGHT_MS = 450

/**
 * Zoom and pan of a picture in a frame: two fingers, the mouse, the wheel with Ctrl, the keyboard. One finger scrolls the page while the whole
 * picture is seen, and pans once it is enlarged. The picture is moved as a layer, without drawing it or React anew.
 */
export const useView = ({
  frame,
  picture,
  maxScale,
}: {
  readonly frame: RefObject<HTMLElement | null>
  readonly picture: RefObject<HTMLElement | null>
  readonly maxScale: (frame: { readonly width: number; readonly height: number }) => number
}) => {
  const view = useRef(WHOLE)
  const limit = useRef(maxScale)
  limit.current = maxScale
  /** What React knows of it, when it rests. */
  const [rest, setRest] = useState(WHOLE)
  const [pixels, setPixels] = useState({ width: 0, height: 0 })
  /** Whether the last press was a drag, whose click leads nowhere. */
  const hasDragged = useRef(false)
  const settled = useRef<ReturnType<typeof setTimeout>>(undefined)

  const measure = () => ({ width: frame.current?.clientWidth ?? 0, height: frame.current?.clientHeight ?? 0 })
  const withLimit = (measured: Pick<Frame, 'width' | 'height'>): Frame => ({
    ...measured,
    maxScale: limit.current(measured),
  })
  const sizeOf = () => withLimit(measure())

  const show = (next: View, flight = 0) => {
    view.current = next
    const style = picture.current?.style
    if (!style) return
    style.willChange = 'transform'
    style.transition = flight > 0 ? `transform ${flight}ms ease-in-out` : ''
    style.transform = `translate3d(${next.x}px, ${next.y}px, 0) scale(${next.scale})`
    clearTimeout(settled.current)
    // At rest it is drawn sharply in its new size.
    settled.current = setTimeout(() => {
      style.willChange = ''
      style.transition = ''
      setRest(next)
    }, REST_MS + flight)
  }

  const zoom = (factor: number) => {
    const inside = sizeOf()
    show(zoomAt(view.current, factor, { x: inside.width / 2, y: inside.height / 2 }, inside))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the listeners read refs only
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const pointers = new Map<number, { readonly x: number; readonly y: number }>()
    const controller = new AbortController()
    const on = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
      passive = true,
    ) => element.addEventListener(name, listener, { signal: controller.signal, passive })
    // Measured once a gesture, since measuring between two moves costs a layout.
    let corner = { left: 0, top: 0 }
    let inside = withLimit({ width: 0, height: 0 })
    const measureAll = () => {
      corner = element.getBoundingClientRect()
      inside = sizeOf()
    }
    const at = (event: { readonly clientX: number; readonly clientY: number }) => ({
      x: event.clientX - corner.left,
      y: event.clientY - corner.top,
    })
    let moved = 0

    on('pointerdown', (event) => {
      if (event.button !== 0) return
      if (pointers.size === 0) {
        moved = 0
        measureAll()
        hasDragged.current = false
      }
      pointers.set(event.pointerId, at(event))
    })
    on('pointermove', (event) => {
      const before = pointers.get(event.pointerId)
      if (!before) return
      const now = at(event)
      const by = { x: now.x - before.x, y: now.y - before.y }
      moved += Math.hypot(by.x, by.y)
      if (moved > TREMBLE && !hasDragged.current && (view.current.scale > 1 || pointers.size > 1)) {
        hasDragged.current = true
        for (const id of pointers.keys()) element.setPointerCapture(id)
      }
      pointers.set(event.pointerId, now)
      if (!hasDragged.current) return
      const [first, second] = [...pointers.values()]
      if (!first || !second) return show(panBy(view.current, by, inside))
      const other = event.pointerId === [...pointers.keys()][0] ? second : first
      const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.hypot(before.x - other.x, before.y - other.y)
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
      const panned = panBy(view.current, { x: by.x / 2, y: by.y / 2 }, inside)
      show(zoomAt(panned, Number.isFinite(factor) ? factor : 1, middle, inside))
    })
    const lift = (event: PointerEvent) => void pointers.delete(event.pointerId)
    on('pointerup', lift)
    on('pointercancel', lift)
    // Without Ctrl the wheel scrolls the page.
    on(
      'wheel',
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return
        event.preventDefault()
        measureAll()
        show(zoomAt(view.current, Math.exp(-event.deltaY / 300), at(event), inside))
      },
      false,
    )
    // Two fingers are for the picture, also where one scrolls the page.
    on('touchmove', (event) => event.touches.length > 1 && event.preventDefault(), false)
    on('dragstart', (event) => event.preventDefault(), false)
    const resized = new ResizeObserver(() => {
      setPixels(measure())
      const next = clamp(view.current, sizeOf())
      if (next.scale !== 1) show(next)
    })
    resized.observe(element)
    return () => {
      controller.abort()
      resized.disconnect()
      clearTimeout(settled.current)
    }
  }, [])

  return {
    scale: rest.scale,
    rest,
    size: withLimit(pixels),
    hasDragged,
    zoomIn: () => zoom(ZOOM),
    zoomOut: () => zoom(1 / ZOOM),
    showWhole: () => show(WHOLE),
    /** Arrows, +, − and 0, wherever in the figure the focus is. */
    onKeyDown: (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const arrow = ARROWS[event.key]
      if (arrow && view.current.scale > 1) show(panBy(view.current, arrow, sizeOf()))
      else if (event.key === '+' || event.key === '=') zoom(ZOOM)
      else if (event.key === '-') zoom(1 / ZOOM)
      else if (event.key === '0') show(WHOLE)
      else return
      event.preventDefault()
    },
    /** A point of the frame, as it is in the whole picture. */
    toWhole: ({ x, y }: { readonly x: number; readonly y: number }) => ({
      x: (x - view.current.x) / view.current.scale,
      y: (y - view.current.y) / view.current.scale,
    }),
    /** Brings a point of the whole picture to the middle, at least so much enlarged. */
    flyTo: (at: { readonly x: number; readonly y: number }, scale: number) => {
      const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
      show(lookAt(at, Math.max(scale, view.current.scale), sizeOf()), isCalm ? 0 : FLIGHT_MS)
    },
    /** Brings what got the focus into the frame. */
    reveal: (element: Element) => {
      const box = element.getBoundingClientRect()
      const outer = frame.current?.getBoundingClientRect()
      if (!outer || view.current.scale === 1) return
      const point = { x: box.left + box.width / 2 - outer.left, y: box.top + box.height / 2 - outer.top }
      const next = reveal(view.current, point, MARGIN, sizeOf())
      if (next.x !== view.current.x || next.y !== view.current.y) show(next)
    },
  }
}

const ARROWS: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: STEP, y: 0 },
  ArrowRight: { x: -STEP, y: 0 },
  ArrowUp: { x: 0, y: STEP },
  ArrowDown: { x: 0, y: -STEP },
}
