// Calendar files (RFC 5545).

export type CalendarEvent = {
  /** The same for the same thing whenever it is written, so that calendars replace it. */
  readonly uid: string
  /** Grows when it changes. */
  readonly sequence: number
  /** Seconds. */
  readonly at: number
  readonly summary: string
  readonly description: string
  readonly url: string
}

/** Seconds before an event at which calendars remind of it. */
const REMIND_BEFORE = 'P1D'

/** The text of a calendar file. @param now Seconds. */
export const toCalendar = (events: readonly CalendarEvent[], now: number): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Distributed Town//Gigs//EN',
    'CALSCALE:GREGORIAN',
    ...events.flatMap((event) => toLines(event, now)),
    'END:VCALENDAR',
  ]
    .map((line) => `${fold(line)}\r\n`)
    .join('')

const toLines = ({ uid, sequence, at, summary, description, url }: CalendarEvent, now: number): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${escapeText(uid)}`,
  `SEQUENCE:${sequence}`,
  `DTSTAMP:${toUtc(now)}`,
  `DTSTART:${toUtc(at)}`,
  `SUMMARY:${escapeText(summary)}`,
  `DESCRIPTION:${escapeText(description)}`,
  `URL:${url}`,
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  `DESCRIPTION:${escapeText(summary)}`,
  `TRIGGER:-${REMIND_BEFORE}`,
  'END:VALARM',
  'END:VEVENT',
]

/** `20260131T235900Z`. */
const toUtc = (seconds: number): string => new Date(seconds * 1000).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')

/** §3.3.11; control characters are none of TEXT. */
const escapeText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll(/(?!\t)\p{Cc}/gu, '')

const MAX_OCTETS = 75

/** §3.1: lines of at most 75 octets, those that follow begin with a space. No character is cut. */
const fold = (line: string): string => {
  let folded = ''
  let octets = 0
  for (const character of line) {
    const size = new TextEncoder().encode(character).length
    if (octets + size > MAX_OCTETS) {
      folded += '\r\n '
      octets = 1
    }
    folded += character
    octets += size
  }
  return folded
}
