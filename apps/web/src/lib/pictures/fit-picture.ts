/** Which part of a picture is drawn, and how large. Pixels. */
export type Fit = {
  readonly from: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly width: number
  readonly height: number
}

/** What a picture is for: as it is, or the middle of it as a square. */
export type PictureShape = 'whole' | 'square'

/** Makes a picture so small that its longer side has at most `side` pixels, never larger. */
export const fitPicture = ({
  width,
  height,
  side,
  shape,
}: {
  readonly width: number
  readonly height: number
  readonly side: number
  readonly shape: PictureShape
}): Fit => {
  const short = Math.min(width, height)
  const from =
    shape === 'square'
      ? { x: Math.floor((width - short) / 2), y: Math.floor((height - short) / 2), width: short, height: short }
      : { x: 0, y: 0, width, height }
  const scale = Math.min(1, side / Math.max(from.width, from.height))
  const scaled = (length: number) => Math.max(1, Math.round(length * scale))
  return { from, width: scaled(from.width), height: scaled(from.height) }
}
