import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Bench } from '../bench.ts'
import { readMembers, signRecord } from '../lib/members.ts'
import { startServer } from '../lib/server.ts'

const IN_FLIGHT = 50
const EVENTS = 10_000

/** Sends the messages over connections with so many unanswered in all. @returns messages per second. */
const send = async ({
  url,
  messages,
  connections,
  isAnswer,
}: {
  url: string
  messages: readonly string[]
  connections: number
  /** Whether it answers a message; throws if it is a refusal. */
  isAnswer: (text: string) => boolean
}): Promise<number> => {
  const sockets = Array.from({ length: connections }, () => new WebSocket(url))
  await Promise.all(sockets.map((socket) => once(socket, 'open')))
  let next = 0
  let answered = 0
  const start = performance.now()
  await new Promise<void>((resolve, reject) => {
    for (const socket of sockets) {
      const sendNext = () => {
        const message = messages[next++]
        if (message !== undefined) socket.send(message)
      }
      socket.on('message', (data) => {
        try {
          if (!isAnswer(String(data))) return
        } catch (error) {
          reject(error)
        }
        answered += 1
        if (answered === messages.length) resolve()
        sendNext()
      })
      for (let i = 0; i < IN_FLIGHT / connections; i++) sendNext()
    }
  })
  const seconds = (performance.now() - start) / 1000
  for (const socket of sockets) socket.terminate()
  return messages.length / seconds
}

const isOk = (text: string): boolean => {
  const [type, , accepted, reason] = JSON.parse(text)
  if (type !== 'OK') return false
  if (accepted !== true || reason !== '') throw new Error(`the relay refused an event: ${reason}`)
  return true
}

const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`

export const bench: Bench = {
  name: 'relay',
  run: async ({ say }) => {
    const server = await startServer('relay')
    try {
      const members = readMembers()
      say(`signing ${3 * EVENTS} records`)
      const sign = () =>
        Array.from({ length: EVENTS }, (_, i) =>
          JSON.stringify(['EVENT', signRecord(members[i % members.length] ?? fail())]),
        )
      const url = await server.ask<string>('url')
      const rates: number[] = []
      const cpuBefore = await server.ask<number>('cpuMs')
      for (const connections of [IN_FLIGHT, IN_FLIGHT, 1]) {
        rates.push(await send({ url, messages: sign(), connections, isAnswer: isOk }))
        say(`${connections} connections: ${perSecond(rates.at(-1) ?? 0)}`)
      }
      const cpu = ((await server.ask<number>('cpuMs')) - cpuBefore) / (rates.length * EVENTS)
      say(`the node itself, signatures included: ${cpu.toFixed(2)} ms of a core for each event`)
      const stored = await server.ask<number>('stored')
      if (stored !== rates.length * EVENTS) throw new Error(`${stored} events are stored`)
      const [, many = 0, one = 0] = rates
      const echo = await send({
        url: await server.ask<string>('echo'),
        messages: sign(),
        connections: IN_FLIGHT,
        isAnswer: () => true,
      })
      const inserted = await server.ask<number>('insert')
      const baseline = `${perSecond(inserted)} bare inserts, ${perSecond(echo)} bare echoes`
      return [
        {
          what: `events stored, ${IN_FLIGHT} clients with one in flight`,
          bar: '≥ 1,500/s',
          value: perSecond(many),
          baseline,
        },
        {
          what: `events stored, one client with ${IN_FLIGHT} in flight`,
          bar: '≥ 1,500/s',
          value: perSecond(one),
          baseline,
        },
      ]
    } finally {
      await server.stop()
    }
  },
}

const fail = (): never => {
  throw new Error('there are no members')
}
