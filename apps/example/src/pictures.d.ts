import type { Picture } from '@distributed-town/sdk'
export declare const PICTURE_NAMES: readonly ['gate', 'loaves', 'radishes', 'jars', 'bicycles', 'chart']
export type PictureName = (typeof PICTURE_NAMES)[number]
/** In pixels: four thirds of a phone's width. */
export declare const PICTURE_SIZE: {
  readonly width: 720
  readonly height: 540
}
export declare const PICTURES: import('url').URL
export declare const readPicture: ({ of, alt }: { readonly of: PictureName; readonly alt: string }) => Picture
