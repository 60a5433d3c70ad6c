import type { NostrEvent } from '@distributed-town/protocol'
import { listOwnAddresses } from '../addresses.ts'
import type { Config } from '../config.ts'
import { AUTH_KIND } from './kinds.ts'
import { LIMITS } from './limits.ts'
import type { RefusalCode } from './refusals.ts'
import type { Verifier } from './verifier.ts'

export const RELAY_PATH = '/relay'

/** NIP-42. @returns why the event doesn't prove that its author is at the other end. @param options.now Seconds. */
export const checkAuthentication = async (
  { verifier, config }: { readonly verifier: Verifier; readonly config: Config },
  { event, challenge, now }: { event: NostrEvent; challenge: string; now: number },
): Promise<RefusalCode | undefined> => {
  const relay = readTag(event, 'relay')
  const answered = readTag(event, 'challenge')
  if (event.kind !== AUTH_KIND || relay === undefined || answered === undefined) return 'NOT_AN_AUTH_EVENT'
  if (answered !== challenge) return 'WRONG_CHALLENGE'
  if (!isOwnUrl(relay, config)) return 'WRONG_RELAY'
  if (Math.abs(event.created_at - now) > LIMITS.clockSkew) return 'CREATED_AT_OUT_OF_RANGE'
  return await verifier.verify(event)
}

/**
 * Whether the address leads to this relay. What the client's request calls it proves nothing: another relay could pass our challenge on
 * to its own visitors and call us by its own name.
 */
export const isOwnUrl = (text: string, { host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPublic =
    url !== undefined &&
    publicUrl !== undefined &&
    url.host === publicUrl.host &&
    url.protocol === publicUrl.protocol.replace('http', 'ws') &&
    withoutSlash(url.pathname) === `${withoutSlash(publicUrl.pathname)}${RELAY_PATH}`
  if (isPublic) return true
  if (!url || !/^wss?:$/.test(url.protocol) || withoutSlash(url.pathname) !== RELAY_PATH) return false
  const name = url.hostname.replace(/^\[|\]$/g, '')
  return isLoopback(name) || name === host || (isWildcard(host) && listOwnAddresses().includes(name))
}

const withoutSlash = (path: string): string => path.replace(/\/+$/, '')

// Whoever is served from this machine by another port (a development server) is still at this machine.
const isLoopback = (name: string): boolean => name === 'localhost' || name === '::1' || /^127(\.\d+){3}$/.test(name)

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::'

const readTag = ({ tags }: NostrEvent, name: string): string | undefined => {
  const [tag, ...others] = tags.filter(([tagName]) => tagName === name)
  return others.length === 0 ? tag?.[1] : undefined
}
