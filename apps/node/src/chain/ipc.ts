import { closeSync, openSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { parseJson } from '../parse-json.ts'

export type RpcCall = { readonly method: string; readonly params?: unknown }
export type RpcError = { readonly code: number; readonly message: string; readonly data?: unknown }
export type RpcAnswer = { readonly result: unknown } | { readonly error: RpcError }

/** JSON-RPC over a Unix socket. */
export type Ipc = {
  /** @throws IpcError if there is no answer: it is not known then what became of the call. */
  readonly request: (call: RpcCall) => Promise<RpcAnswer>
  readonly close: () => void
}

/** A dump may take long. */
const TIMEOUT = 60_000

/** @throws if nobody listens there. */
export const connectIpc = async (path: string): Promise<Ipc> => {
  const socket = await open(path)
  const waiting = new Map<number, { resolve: (answer: RpcAnswer) => void; reject: (error: unknown) => void }>()
  let last = 0

  const end = (reason: string) => {
    socket.destroy()
    for (const { reject } of waiting.values()) reject(new IpcError(reason))
    waiting.clear()
  }
  onLine(socket, (line) => {
    const { data } = message.safeParse(parseJson(line))
    // Without a number it answers nobody.
    if (data === undefined) return
    const { id, ...answer } = data
    waiting.get(id)?.resolve(answer)
    waiting.delete(id)
  })
  socket.on('error', ({ message }) => end(message))
  socket.on('close', () => end('the connection was closed'))

  return {
    request: ({ method, params = [] }) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) throw new IpcError('the connection was closed')
        last += 1
        const id = last
        const line = JSON.stringify({ jsonrpc: '2.0', id, method, params })
        if (HALF_CHARACTER.test(line)) return resolve({ error: { code: -32602, message: 'a text is no Unicode' } })
        const timer = setTimeout(() => {
          waiting.delete(id)
          reject(new IpcError(`no answer to ${method}`))
        }, TIMEOUT)
        const settle =
          <Value>(end: (value: Value) => void) =>
          (value: Value) => {
            clearTimeout(timer)
            end(value)
          }
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject) })
        socket.write(`${line}\n`)
      }),
    close: () => end('the connection was closed'),
  }
}

/**
 * One half of a pair of UTF-16, which `JSON.stringify` writes as an escape. What listens there can't read such a line, and doesn't say which
 * one it was.
 */
const HALF_CHARACTER = /(?<!\\)(?:\\\\)*\\ud[89a-f]/

const message = z.union([
  z.object({
    id: z.number(),
    error: z.object({ code: z.number(), message: z.string(), data: z.unknown().optional() }),
  }),
  z.object({ id: z.number(), result: z.unknown() }),
])

const open = async (path: string): Promise<Socket> => {
  // The path of a socket has 107 bytes at most; that of its folder by its descriptor is short.
  const folder = openSync(dirname(path), 'r')
  try {
    const socket = connect(`/proc/self/fd/${folder}/${basename(path)}`)
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return socket
  } finally {
    closeSync(folder)
  }
}

/** Calls with each whole line. A long one comes in many pieces, which are looked at once. */
const onLine = (socket: Socket, listener: (line: string) => void): void => {
  let pieces: Buffer[] = []
  socket.on('data', (data: Buffer) => {
    let from = 0
    for (let at = data.indexOf(10); at !== -1; at = data.indexOf(10, from)) {
      const line = Buffer.concat([...pieces, data.subarray(from, at)]).toString()
      pieces = []
      from = at + 1
      listener(line)
    }
    if (from < data.length) pieces.push(data.subarray(from))
  })
}

export class IpcError extends Error {
  override readonly name = 'IpcError'
}
