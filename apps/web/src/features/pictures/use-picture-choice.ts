import { useState } from 'react'
import type { DescribedPicture } from '../../flows/upload-pictures.ts'
import type { PictureShape } from '../../lib/pictures/fit-picture.ts'

/** Pictures that somebody chose, before they are sent. */
export type PictureChoice = {
  readonly pictures: readonly ChosenPicture[]
  /** Of the file that was chosen last. */
  readonly error: unknown
  readonly isPreparing: boolean
  readonly add: (files: readonly File[]) => Promise<void>
  readonly describe: (id: number, alt: string) => void
  readonly remove: (id: number) => void
  readonly clear: () => void
}

export type ChosenPicture = DescribedPicture & { readonly id: number }

export const usePictureChoice = ({
  most,
  shape = 'whole',
}: {
  readonly most: number
  readonly shape?: PictureShape
}): PictureChoice => {
  const [pictures, setPictures] = useState<readonly ChosenPicture[]>([])
  const [error, setError] = useState<unknown>()
  const [preparing, setPreparing] = useState(0)
  return {
    pictures,
    error,
    isPreparing: preparing > 0,
    add: async (files) => {
      setError(undefined)
      setPreparing((count) => count + 1)
      try {
        const { preparePicture } = await import('../../lib/pictures/prepare-picture.ts')
        for (const file of files) {
          const prepared = await preparePicture(file, shape)
          nextId += 1
          const chosen = { ...prepared, id: nextId, alt: '' }
          // Of a profile the last one counts; else those that came first.
          setPictures((before) => (most === 1 ? [chosen] : [...before, chosen].slice(0, most)))
        }
      } catch (caught) {
        setError(caught)
      } finally {
        setPreparing((count) => count - 1)
      }
    },
    describe: (id, alt) =>
      setPictures((before) => before.map((picture) => (picture.id === id ? { ...picture, alt } : picture))),
    remove: (id) => setPictures((before) => before.filter((picture) => picture.id !== id)),
    clear: () => {
      setPictures([])
      setError(undefined)
    },
  }
}

let nextId = 0

/** Whether all that was chosen can be sent. */
export const areDescribed = ({ pictures, isPreparing }: PictureChoice): boolean =>
  !isPreparing && pictures.every(({ alt }) => alt.trim() !== '')
