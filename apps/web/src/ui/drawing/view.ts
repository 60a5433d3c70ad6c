/** How a picture lies in its frame: enlarged, then moved by pixels of the screen. */
export type View = { readonly scale: number; readonly x: number; readonly y: number }
/** In pixels, and how often a picture can be enlarged in it. */
export type Frame = { readonly width: number; readonly height: number; readonly maxScale: number }
type Point = { readonly x: number; readonly y: number }

export const WHOLE: View = { scale: 1, x: 0, y: 0 }

/** The nearest view in which the picture still covers its frame. */
export const clamp = ({ scale, x, y }: View, { width, height, maxScale }: Frame): View => {
  const inside = Math.min(maxScale, Math.max(1, scale))
  return { scale: inside, x: between(x, width * (1 - inside)), y: between(y, height * (1 - inside)) }
}

export const panBy = (view: View, by: Point, frame: Frame): View =>
  clamp({ ...view, x: view.x + by.x, y: view.y + by.y }, frame)

/** What is at the point stays there. */
export const zoomAt = (view: View, factor: number, at: Point, frame: Frame): View => {
  const scale = Math.min(frame.maxScale, Math.max(1, view.scale * factor))
  const ratio = scale / view.scale
  return clamp({ scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }, frame)
}

/** Brings a point of the whole picture to the middle of the frame. */
export const lookAt = (at: Point, scale: number, frame: Frame): View =>
  clamp({ scale, x: frame.width / 2 - at.x * scale, y: frame.height / 2 - at.y * scale }, frame)

/** Moves as little as is needed to bring a point of the frame at least `margin` inside of it. */
export const reveal = (view: View, { x, y }: Point, margin: number, frame: Frame): View => {
  const by = (at: number, length: number) =>
    at < margin ? margin - at : at > length - margin ? length - margin - at : 0
  return panBy(view, { x: by(x, frame.width), y: by(y, frame.height) }, frame)
}

/** From `least` (not above 0) to 0. */
const between = (value: number, least: number): number => Math.min(0, Math.max(least, value))
