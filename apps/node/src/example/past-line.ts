import type { WriteStream } from 'node:tty'
import type { TellPast } from './past.ts'

/** Says in one line of the terminal how the past of the example network goes by; elsewhere each step is a line of its own. */
export const createPastLine =
  (stream: Pick<WriteStream, 'write' | 'isTTY'>): TellPast =>
  ({ day, of, residents }) => {
    const line = `The example network: day ${day} of ${of}, ${residents} people have moved in`
    if (!stream.isTTY) stream.write(`${line}\n`)
    else stream.write(`\r\x1b[K${line}${day === of ? '\n' : ''}`)
  }
