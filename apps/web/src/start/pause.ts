/** Until the next task: a slow phone paints and answers in between. */
export const pause = () => new Promise<void>((resolve) => setTimeout(resolve))

// What is imported after this is evaluated in a task of its own.
await pause()
