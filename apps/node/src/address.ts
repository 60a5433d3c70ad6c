import type { IncomingMessage } from 'node:http'
import { isIP, isIPv6 } from 'node:net'

/**
 * Whom a connection counts for: an address of version 4, or the network of one of version 6, as nobody has less of these. As for the rest of
 * the API, a proxy on this machine is believed who is behind it.
 */
export const senderOf = ({
  remote = '',
  forwarded = '',
}: {
  remote: string | undefined
  /** The header X-Forwarded-For. */
  forwarded?: IncomingMessage['headers'][string]
}): string => {
  let address = plain(remote)
  for (const hop of String(forwarded).split(',').map(plain).toReversed()) {
    if (!isLoopback(address) || isIP(hop) === 0) break
    address = hop
  }
  return isIPv6(address) ? networkOf(address) : address
}

export const senderOfRequest = ({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): string =>
  senderOf({ remote: socket.remoteAddress, forwarded: headers['x-forwarded-for'] })

/** Version 4 comes as version 6 where both are listened for. */
const plain = (text: string): string => text.trim().replace(/^::ffff:(?=\d+\.)/i, '')

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

/** The first 64 bits. */
const networkOf = (address: string): string => {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const end = tail ? tail.split(':') : []
  // A version 4 at the end stands for two groups.
  const length = groups.length + end.length + (end.at(-1)?.includes('.') ? 1 : 0)
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - length)).fill('0')
  return [...groups, ...zeros, ...end]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
