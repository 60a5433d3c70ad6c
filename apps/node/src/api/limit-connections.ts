import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { senderOf } from '../address.ts'
import { createSlots } from '../slots.ts'

/**
 * Bounds the connections of a server. One address has so many; a proxy on this machine has them for everybody, so it doesn't count as one.
 * When all are taken, the oldest on which nothing was ever asked makes room, then the one on which nothing was asked for longest: whoever
 * asks for something is answered, however many others only hold connections open.
 */
export const limitConnections = (
  server: Server,
  { inAll, perAddress }: { readonly inAll: number; readonly perAddress: number },
): void => {
  const slots = createSlots({ inAll: Infinity, perAddress })
  /** Those without a request, the longest first: that never had one, and that had. */
  const silent = new Set<Socket>()
  const idle = new Set<Socket>()
  const forget = (socket: Socket) => {
    silent.delete(socket)
    idle.delete(socket)
  }
  let open = 0

  server.on('connection', (socket: Socket) => {
    const leave = isProxy(socket)
      ? () => undefined
      : slots.enter(senderOf({ remote: socket.remoteAddress, forwarded: undefined, isTrusted: () => false }))
    if (typeof leave === 'string') {
      socket.destroy()
      return
    }
    open += 1
    silent.add(socket)
    socket.once('close', () => {
      leave()
      open -= 1
      forget(socket)
    })
    if (open <= inAll) return
    const [longest = idle.values().next().value] = silent
    longest?.destroy()
  })
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    forget(socket)
    response.once('close', () => {
      if (!socket.destroyed) idle.add(socket)
    })
  })
  server.prependListener('upgrade', ({ socket }: IncomingMessage) => forget(socket))
}

const isProxy = ({ remoteAddress = '' }: Socket): boolean =>
  ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(remoteAddress)
