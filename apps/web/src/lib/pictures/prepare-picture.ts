import { ATTACHMENT_OVERHEAD, MAX_ATTACHMENT_BYTES, PICTURE_TYPES, TownError } from '@distributed-town/sdk'
import { fitPicture, type PictureShape } from './fit-picture.ts'

/** A picture as it will be sent: drawn anew, so that nothing of what the camera wrote into the file (place, device, time) is left. */
export type PreparedPicture = {
  readonly blob: Blob
  readonly mime: (typeof PICTURE_TYPES)[number]
  readonly width: number
  readonly height: number
}

/** Most bytes of a file that is opened at all: what a camera of a hundred megapixels makes. */
const MAX_FILE_BYTES = 64 * 1_048_576

const SIDES: Readonly<Record<PictureShape, number>> = { whole: 1600, square: 512 }
const QUALITY = 0.8

/** @throws TownError NOT_A_PICTURE, PICTURE_TOO_LARGE, ATTACHMENT_TOO_LARGE. */
export const preparePicture = async (file: Blob, shape: PictureShape): Promise<PreparedPicture> => {
  if (file.size > MAX_FILE_BYTES) throw new TownError('PICTURE_TOO_LARGE', { bytes: file.size })
  const bitmap = await open(file)
  try {
    const fit = fitPicture({ ...sizeOf(bitmap), side: SIDES[shape], shape })
    const canvas = document.createElement('canvas')
    canvas.width = fit.width
    canvas.height = fit.height
    const context = canvas.getContext('2d')
    if (!context) throw new TownError('PICTURE_TOO_LARGE')
    // JPEG has no transparency: what is behind becomes paper.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, fit.width, fit.height)
    const { x, y, width, height } = fit.from
    context.drawImage(bitmap, x, y, width, height, 0, 0, fit.width, fit.height)
    const blob = await encode(canvas)
    const mime = PICTURE_TYPES.find((type) => type === blob.type)
    if (!mime) throw new TownError('NOT_A_PICTURE', { type: blob.type })
    if (blob.size + ATTACHMENT_OVERHEAD > MAX_ATTACHMENT_BYTES) {
      throw new TownError('ATTACHMENT_TOO_LARGE', { bytes: blob.size, most: MAX_ATTACHMENT_BYTES })
    }
    return { blob, mime, width: fit.width, height: fit.height }
  } finally {
    bitmap.close()
  }
}

const sizeOf = ({ width, height }: ImageBitmap) => ({ width, height })

const open = async (file: Blob): Promise<ImageBitmap> => {
  try {
    // As the camera was held.
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch (cause) {
    throw new TownError('NOT_A_PICTURE', { type: file.type }, { cause })
  }
}

/** Browsers that can't write WebP give PNG, which is large: then JPEG. */
const encode = async (canvas: HTMLCanvasElement): Promise<Blob> => {
  const webp = await toBlob(canvas, 'image/webp')
  return webp.type === 'image/webp' ? webp : await toBlob(canvas, 'image/jpeg')
}

const toBlob = (canvas: HTMLCanvasElement, type: string): Promise<Blob> =>
  new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new TownError('PICTURE_TOO_LARGE'))), type, QUALITY)
  })
