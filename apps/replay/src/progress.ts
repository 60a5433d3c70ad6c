import type { Progress } from './run.ts'

/** Tells on a stream how far the replay is: a bar on one line that changes in a terminal, else a line every ten seconds. */
export const createProgress = (
  stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>,
): {
  readonly tell: (progress: Progress) => void
  /** A line of its own, above the bar. */
  readonly say: (line: string) => void
  readonly end: () => void
} => {
  let told = 0
  let bar = ''
  return {
    tell: (progress) => {
      if (stream.isTTY) {
        bar = `${formatBar(progress)} ${formatProgress(progress)}`
        stream.write(`${CLEAR}${bar}`)
      } else if (progress.seconds - told >= QUIET_SECONDS) {
        told = progress.seconds
        stream.write(`${formatProgress(progress)}\n`)
      }
    },
    say: (line) => {
      stream.write(bar === '' ? `${line}\n` : `${CLEAR}${line}\n${bar}`)
    },
    end: () => {
      if (bar !== '') stream.write(CLEAR)
      bar = ''
    },
  }
}

const QUIET_SECONDS = 10
/** Back to the beginning of the line, and empties it. */
const CLEAR = '\r\x1b[K'
const BAR_WIDTH = 20

const shareOf = ({ decided, planned }: Progress): number => (planned === 0 ? 1 : decided / planned)

const formatBar = (progress: Progress): string => {
  const full = Math.floor(shareOf(progress) * BAR_WIDTH)
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}]`
}

/** Share of the planned acts that are decided, rate of those that were done, and how long the rest takes at the rate of those decided. */
export const formatProgress = (progress: Progress): string => {
  const { actions, seconds, planned, decided, decidedBefore, townsDone, towns } = progress
  const decidedNow = decided - decidedBefore
  const left = decidedNow > 0 ? `${formatTime((seconds * (planned - decided)) / decidedNow)} left` : 'time left unknown'
  return [
    `${Math.floor(100 * shareOf(progress))} %`,
    `${townsDone} of ${towns} towns`,
    `${actions} actions`,
    `${(actions / Math.max(seconds, 1)).toFixed(1)} a second`,
    left,
  ].join(', ')
}

/** 1:05 for 65 seconds, 1:00:05 for an hour more. */
const formatTime = (seconds: number): string => {
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (part: number) => String(part).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
