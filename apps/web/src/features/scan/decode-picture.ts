import { decodeQR } from 'qr/decode.js'

/** Larger pictures are made smaller first: a code fills a good part of them. */
const MAX_SIDE = 1600
const PICTURE_MS = 1500

/** The text of the QR code in a picture; undefined when none is found. Throws for a file that is no picture. */
export const decodePicture = async (file: Blob): Promise<string | undefined> => {
  const bitmap = await createImageBitmap(file)
  try {
    // What is too fine at one size is found at another.
    for (const side of [MAX_SIDE, MAX_SIDE / 2, MAX_SIDE / 4]) {
      const found = decodeFrame(bitmap, bitmap, { side, timeLimit: PICTURE_MS })
      if (found !== undefined) return found
      if (Math.max(bitmap.width, bitmap.height) <= side / 2) return undefined
    }
    return undefined
  } finally {
    bitmap.close()
  }
}

/** The text of the QR code in what an element shows; undefined when none is found. */
export const decodeFrame = (
  source: CanvasImageSource,
  { width, height }: { readonly width: number; readonly height: number },
  { side, timeLimit }: { readonly side: number; readonly timeLimit?: number },
): string | undefined => {
  const scale = Math.min(1, side / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return undefined
  // Transparent parts of a picture count as paper.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  const image = context.getImageData(0, 0, canvas.width, canvas.height)
  try {
    return decodeQR(image, timeLimit === undefined ? {} : { effort: 4, timeLimit })
  } catch {
    // The decoder throws when it finds nothing, which is what most frames hold.
    return undefined
  }
}
