/** Until the next task: a slow phone paints and answers in between. */
export const pause = () => new Promise<void>((resolve) => setTimeout(resolve))

/** Until a frame is seen, or a while where none is drawn, as in a tab in the background. */
export const nextFrame = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, LONGEST_FRAME_MS)
  })

const LONGEST_FRAME_MS = 100
