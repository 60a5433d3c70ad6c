import { nextFrame } from '../lib/next-frame.ts'

/** Until the next task: a slow phone paints and answers in between. */
export const pause = () => new Promise<void>((resolve) => setTimeout(resolve))

// What is imported after this is evaluated when the frame of the page is there.
await nextFrame()
