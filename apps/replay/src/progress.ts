import type { Progress } from './run.ts'

/** Tells on a stream how far the replay is: on one line that changes in a terminal, else a line every ten seconds. */
export const createProgress = (
  stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>,
): { readonly tell: (progress: Progress) => void; readonly end: () => void } => {
  let told = 0
  let isOpen = false
  return {
    tell: (progress) => {
      const text = formatProgress(progress)
      if (stream.isTTY) {
        stream.write(`\r\x1b[K${text}`)
        isOpen = true
      } else if (progress.seconds - told >= QUIET_SECONDS) {
        told = progress.seconds
        stream.write(`${text}\n`)
      }
    },
    end: () => {
      if (isOpen) stream.write('\r\x1b[K')
      isOpen = false
    },
  }
}

const QUIET_SECONDS = 10

const formatProgress = ({ actions, townsDone, towns, seconds }: Progress): string =>
  `${Math.round(seconds)} s: ${townsDone} of ${towns} towns done, ${actions} actions, ${(actions / seconds).toFixed(1)} a second`
