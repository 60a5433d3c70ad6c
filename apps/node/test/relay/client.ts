import type { NostrEvent } from '@distributed-town/protocol'
import { WebSocket } from 'ws'
import { type Person, sign } from './town.ts'

/** Milliseconds, far above what it takes: only what never comes ends there. */
const LONGEST_WAIT = 30_000

/** A client of the relay that says what it is told to and remembers what it hears. */
export type Client = {
  readonly socket: WebSocket
  readonly heard: unknown[][]
  readonly challenge: string
  readonly say: (...message: unknown[]) => void
  /** Waits for a message of the type ('A or B') and second element, heard or to come. Takes it out of `heard`. */
  readonly hear: (types: string, second?: string) => Promise<unknown[]>
  /** Publishes. @returns whether it was accepted, and the reason. */
  readonly publish: (event: NostrEvent) => Promise<{ accepted: boolean; reason: string }>
  /** Ids of the stored events that match, in order, or the reason of the refusal. */
  readonly list: (...filters: object[]) => Promise<string[] | string>
  /** Says everything that was said before is done. */
  readonly settle: () => Promise<void>
  readonly close: () => Promise<void>
}

export const connect = async (url: string, ...people: Pick<Person, 'secret'>[]): Promise<Client> => {
  const socket = new WebSocket(url)
  const heard: unknown[][] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data) => {
    heard.push(JSON.parse(String(data)))
    for (const check of [...waiting]) check()
  })
  socket.on('close', () => {
    for (const check of [...waiting]) check()
  })
  const hear = (types: string, second?: string): Promise<unknown[]> =>
    new Promise((resolve, reject) => {
      const finish = (end: () => void) => {
        clearTimeout(timer)
        waiting.delete(check)
        end()
      }
      const check = () => {
        const at = heard.findIndex(
          ([type, about]) => types.split(' or ').includes(String(type)) && (second === undefined || about === second),
        )
        if (at >= 0) return finish(() => resolve(heard.splice(at, 1)[0] ?? []))
        if (socket.readyState === socket.CLOSED)
          finish(() => reject(new Error(`closed before ${types} ${second ?? ''}`)))
      }
      const timer = setTimeout(
        () => finish(() => reject(new Error(`no ${types} ${second ?? ''}, but ${JSON.stringify(heard)}`))),
        LONGEST_WAIT,
      )
      waiting.add(check)
      check()
    })
  const say = (...message: unknown[]) => socket.send(JSON.stringify(message))
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const [, challenge] = await hear('AUTH')
  let lists = 0
  const list = async (...filters: object[]): Promise<string[] | string> => {
    lists += 1
    const id = `list ${lists}`
    say('REQ', id, ...filters)
    const [type, , reason] = await hear('EOSE or CLOSED', id)
    if (type === 'CLOSED') return String(reason)
    say('CLOSE', id)
    const events = heard.filter((message) => message[0] === 'EVENT' && message[1] === id)
    for (const event of events) heard.splice(heard.indexOf(event), 1)
    return events.map((message) => (message[2] as NostrEvent).id)
  }
  const client: Client = {
    socket,
    heard,
    challenge: String(challenge),
    say,
    hear,
    publish: async (event) => {
      say('EVENT', event)
      const [, , accepted, reason] = await hear('OK', event.id)
      return { accepted: accepted === true, reason: String(reason) }
    },
    list,
    settle: async () => {
      await list({ limit: 0 })
    },
    close: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve())
        socket.close()
      }),
  }
  for (const person of people) {
    const event = authEvent(person, { url, challenge: client.challenge })
    say('AUTH', event)
    const [, , accepted, reason] = await hear('OK', event.id)
    if (accepted !== true) throw new Error(String(reason))
  }
  return client
}

export const authEvent = (
  person: Pick<Person, 'secret'>,
  { url, challenge }: { url: string; challenge: string },
): NostrEvent =>
  sign(person, {
    kind: 22_242,
    tags: [
      ['relay', url],
      ['challenge', challenge],
    ],
  })
