import type { IncomingMessage } from 'node:http'
import { isIP, isIPv6 } from 'node:net'
import { type Config, createAddressMatcher } from './config.ts'

/**
 * Whom a connection counts for: an address of version 4, or the network of one of version 6, as nobody has less of these. As for the rest of
 * the API, proxies that the configuration names are believed who is behind them.
 */
export const senderOf = ({
  remote = '',
  forwarded = '',
  isTrusted,
}: {
  remote: string | undefined
  /** The header X-Forwarded-For. */
  forwarded: IncomingMessage['headers'][string]
  isTrusted: (address: string) => boolean
}): string => {
  let address = plain(remote)
  for (const hop of String(forwarded).split(',').map(plain).toReversed()) {
    if (!isTrusted(address) || isIP(hop) === 0) break
    address = hop
  }
  return isIPv6(address) ? networkOf(address) : address
}

/** @returns who makes a request: an address, or `OWN_SENDER`. */
export const createSenderOfRequest = ({
  trustedProxies,
  ownToken,
}: Pick<Config, 'trustedProxies' | 'ownToken'>): ((request: Pick<IncomingMessage, 'headers' | 'socket'>) => string) => {
  const isTrusted = createAddressMatcher(trustedProxies)
  return ({ headers, socket }) =>
    ownToken !== undefined && headers[OWN_TOKEN_HEADER] === ownToken
      ? OWN_SENDER
      : senderOf({ remote: socket.remoteAddress, forwarded: headers['x-forwarded-for'], isTrusted })
}

/** The program that the node starts itself: what it asks for uses up nothing that visitors of the same address have. */
export const OWN_SENDER = 'own'
/** Says that a request is of the node's own program. */
export const OWN_TOKEN_HEADER = 'x-town-own'

/** Version 4 comes as version 6 where both are listened for. */
const plain = (text: string): string => text.trim().replace(/^::ffff:(?=\d+\.)/i, '')

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
