import {
  EPOCH_KEYS_KIND,
  GIFT_WRAP_KIND,
  isTownError,
  type NostrEvent,
  toNostrHex,
  unwrapKeys,
  unwrapRumor,
} from '@distributed-town/protocol'
import type { Identity } from '../identity.ts'
import { getCommunity } from '../queries/get-community.ts'
import type { Town } from '../town.ts'
import { connectRelay, type Relay } from './connect-relay.ts'
import { createKeyring, type Keyring } from './keyring.ts'

/** What an identity reads and writes records with: a connection to the relay and the keys from its mailbox. */
export type Records = {
  readonly identity: Identity
  readonly relay: Relay
  readonly keyring: Keyring
  readonly close: () => void
}

/**
 * Connects to the relay and reads the identity's mailbox: the epoch keys that communities passed on to it (spec §14.4). Resolves when all
 * that waits there is read; what comes later is taken in until `close`.
 *
 * @throws TownError RELAY_TIMEOUT, RELAY_REFUSED; as `requestJson`.
 * @example
 * const records = await openRecords(town, { identity })
 * const { gigId } = await createGig(town, { records, skill: 11, commitment: 2, durationDays: 3, title: 'Soup for twelve' })
 */
export const openRecords = async (town: Town, { identity }: { readonly identity: Identity }): Promise<Records> => {
  const { relay: path } = await town.config()
  const relay = connectRelay(town, { identity, path })
  const keyring = createKeyring()
  const filter = { kinds: [GIFT_WRAP_KIND], '#p': [toNostrHex(identity.messagingKey)] }
  try {
    for (const event of await relay.list(filter)) await takeKeys(town, { event, identity, keyring })
  } catch (error) {
    relay.close()
    throw error
  }
  // Again from the beginning, so that nothing is lost between the two; keys that are here already change nothing.
  const receive = (event: NostrEvent): void => {
    takeKeys(town, { event, identity, keyring }).catch(() => {
      // The node could not be asked whose seal it should be.
      if (relay.status() !== 'closed') setTimeout(receive, RETRY_MS, event)
    })
  }
  relay.subscribe(filter, { onEvent: receive })
  return { identity, relay, keyring, close: relay.close }
}

const RETRY_MS = 2000

/** Keeps the keys in a gift wrap if their community sealed them. @throws TownError when the node can't be asked about the community. */
const takeKeys = async (
  town: Town,
  { event, identity, keyring }: { event: NostrEvent; identity: Identity; keyring: Keyring },
): Promise<void> => {
  const communityId = communityOf(event, identity.messagingSecret)
  if (communityId === undefined) return
  const key = await findCommunityKey(town, communityId)
  if (key === undefined) return
  try {
    const community = { id: communityId, key }
    keyring.add(communityId, unwrapKeys({ event, secret: identity.messagingSecret, community }))
  } catch (error) {
    // Anybody can put something into a mailbox; what the community did not seal is not for us.
    if (!isTownError(error)) throw error
  }
}

/** Of the community that a wrap names; undefined if there is none, as anybody can put anything into a mailbox. */
const findCommunityKey = async (town: Town, communityId: number) => {
  try {
    return (await getCommunity(town, { communityId })).key
  } catch (error) {
    if (isTownError(error, 'NOT_FOUND') || isTownError(error, 'INVALID_REQUEST')) return undefined
    throw error
  }
}

/** Which community the keys in a gift wrap are said to be of; undefined for other messages and for what can't be opened. */
const communityOf = (event: NostrEvent, secret: Uint8Array): number | undefined => {
  try {
    const { kind, tags } = unwrapRumor(event, secret)
    const id = Number(tags.find(([name]) => name === 'h')?.[1])
    return kind === EPOCH_KEYS_KIND && Number.isInteger(id) && id > 0 ? id : undefined
  } catch (error) {
    if (isTownError(error)) return undefined
    throw error
  }
}
