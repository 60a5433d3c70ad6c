import { readFileSync } from 'node:fs'
import type { Picture } from '@distributed-town/sdk'

// Pictures of work, drawn for the example: `npm run icons` makes them of the SVG of the same name in ../pictures.

export const PICTURE_NAMES = ['gate', 'loaves', 'radishes', 'jars', 'bicycles', 'chart'] as const
export type PictureName = (typeof PICTURE_NAMES)[number]

/** In pixels: four thirds of a phone's width. */
export const PICTURE_SIZE = { width: 720, height: 540 } as const
export const PICTURES = new URL('../pictures/', import.meta.url)

export const readPicture = ({ of, alt }: { readonly of: PictureName; readonly alt: string }): Picture => ({
  bytes: new Uint8Array(readFileSync(new URL(`${of}.webp`, PICTURES))),
  mime: 'image/webp',
  ...PICTURE_SIZE,
  alt,
})
