import {
  EPOCH_KEYS_KIND,
  GIFT_WRAP_KIND,
  isTownError,
  type NostrEvent,
  type Rumor,
  readKeys,
  toNostrHex,
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
  const taken = new Set<string>()
  try {
    for (const event of await relay.list(filter)) {
      await takeKeys(town, { event, identity, keyring })
      taken.add(event.id)
    }
  } catch (error) {
    relay.close()
    throw error
  }
  // Again from the beginning, so that nothing is lost between the two.
  const receive = (event: NostrEvent): void => {
    if (taken.has(event.id)) return
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
  const rumor = openWrap(event, identity.messagingSecret)
  const communityId = rumor && communityOf(rumor)
  if (!rumor || communityId === undefined) return
  const key = await findCommunityKey(town, communityId)
  if (key === undefined) return
  try {
    keyring.add(communityId, readKeys({ rumor, community: { id: communityId, key } }))
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

/** What is in a gift wrap; undefined for what can't be opened. */
const openWrap = (event: NostrEvent, secret: Uint8Array): Rumor | undefined => {
  try {
    return unwrapRumor(event, secret)
  } catch (error) {
    if (isTownError(error)) return undefined
    throw error
  }
}

/** Which community the keys in a message are said to be of; undefined for other messages. */
const communityOf = ({ kind, tags }: Rumor): number | undefined => {
  const id = Number(tags.find(([name]) => name === 'h')?.[1])
  return kind === EPOCH_KEYS_KIND && Number.isInteger(id) && id > 0 ? id : undefined
}
