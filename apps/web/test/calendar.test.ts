import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CalendarEvent, toCalendar } from '../src/features/gigs/calendar.ts'

const event: CalendarEvent = {
  uid: 'gig-7-31337@town.example',
  sequence: 2,
  at: 1_800_000_000,
  summary: 'Hand in: Soup; for twelve, no meat',
  description: 'Lime Street\nC:\\soup',
  url: 'https://town.example/gigs/7',
}

const events = fc.record({
  uid: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  sequence: fc.nat(),
  at: fc.integer({ min: 0, max: 4_000_000_000 }),
  summary: fc.string({ unit: 'binary', maxLength: 200 }),
  description: fc.string({ unit: 'grapheme', maxLength: 400 }),
  url: fc.webUrl(),
})

/** As a calendar reads it (RFC 5545 §3.1): lines put together again, by their names. */
const unfold = (text: string): readonly string[] => text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1)

const toPlain = (text: string) =>
  text.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character))

const valuesOf = (text: string, name: string): readonly string[] =>
  unfold(text).flatMap((line) => (line.startsWith(`${name}:`) ? [line.slice(name.length + 1)] : []))

test('default', () => {
  expect(toCalendar([event], 1_790_000_000)).toBe(
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Distributed Town//Gigs//EN',
      'CALSCALE:GREGORIAN',
      'BEGIN:VEVENT',
      'UID:gig-7-31337@town.example',
      'SEQUENCE:2',
      'DTSTAMP:20260921T141320Z',
      'DTSTART:20270115T080000Z',
      'SUMMARY:Hand in: Soup\\; for twelve\\, no meat',
      'DESCRIPTION:Lime Street\\nC:\\\\soup',
      'URL:https://town.example/gigs/7',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'DESCRIPTION:Hand in: Soup\\; for twelve\\, no meat',
      'TRIGGER:-P1D',
      'END:VALARM',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  )
})

test('no line is longer than 75 octets, cut within a character, or ended in another way', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 3 }), (all) => {
      const text = toCalendar(all, 0)
      expect(text.endsWith('\r\n')).toBe(true)
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(text.isWellFormed()).toBe(true)
    }),
  )
})

test('whatever is written is read again, and becomes no line of its own', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 3 }), (all) => {
      const text = toCalendar(all, 0)
      const plain = (written: string) =>
        written
          .toWellFormed()
          .replaceAll(/\r\n?/g, '\n')
          .replaceAll(/(?![\t\n])\p{Cc}/gu, '')
      expect(valuesOf(text, 'BEGIN')).toHaveLength(1 + 2 * all.length)
      expect(valuesOf(text, 'SUMMARY').map(toPlain)).toEqual(all.map(({ summary }) => plain(summary)))
      expect(valuesOf(text, 'UID').map(toPlain)).toEqual(all.map(({ uid }) => plain(uid)))
      expect(valuesOf(text, 'DTSTART').map(toSeconds)).toEqual(all.map(({ at }) => at))
    }),
  )
})

const toSeconds = (text: string): number => {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) / 1000
}
