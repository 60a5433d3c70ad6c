import { findAnyStewardKey, listMissingKeys } from '../db/town/steward.ts'
import type { Node } from '../node.ts'
import type { Relay } from '../relay/server.ts'
import { identityContext } from './create-key.ts'
import { passOnKeys } from './pass-on-keys.ts'
import { openSecretBox } from './secrets.ts'

/**
 * Holds the keys of towns and passes them on (spec §14.7): a newcomer gets those of all epochs, whoever lives in a town when an epoch begins
 * gets the new one, and so does a new messaging key. Who has left gets none of a later epoch.
 */
export type Steward = {
  /** Resolves when every member of the community has what is due, or when that failed; then it is tried again later. */
  readonly ensure: (communityId: number) => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * Starts with catching up on what happened while the node was away, in the background.
 * @throws SecretError if the keys it holds can't be read.
 */
export const createSteward = async (
  node: Pick<Node, 'config' | 'db' | 'bus' | 'clock' | 'log'>,
  { relay }: { readonly relay: Pick<Relay, 'deliver'> },
): Promise<Steward> => {
  const box = openSecretBox(node.config)
  const known = await findAnyStewardKey(node)
  if (known) box.open({ sealed: known.secret, context: identityContext(known.key) })

  let everything = true
  const communityIds = new Set<number>()
  const walletIds = new Set<number>()
  let running: Promise<void> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  const start = (): Promise<void> => {
    running ??= work().finally(() => {
      running = undefined
    })
    return running
  }

  const work = async (): Promise<void> => {
    while (!stopped && (everything || communityIds.size > 0 || walletIds.size > 0)) {
      const among = everything ? undefined : { communityIds: [...communityIds], walletIds: [...walletIds] }
      everything = false
      communityIds.clear()
      walletIds.clear()
      try {
        await catchUp(among)
      } catch (error) {
        node.log.error({ err: error }, 'keys of towns were not passed on')
        everything = true
        retry = setTimeout(() => void start(), RETRY_AFTER)
        retry.unref()
        return
      }
    }
  }

  const catchUp = async (among: Parameters<typeof listMissingKeys>[1]): Promise<void> => {
    for (const missing of await listMissingKeys(node, among)) {
      if (stopped) return
      const wraps = await passOnKeys(node, missing)
      for (const wrap of wraps) await relay.deliver(wrap, { recipient: missing.messagingKey })
    }
  }

  const unsubscribe = node.bus.subscribe((event) => {
    if (event.type === 'membership') communityIds.add(event.communityId)
    // Its messaging key may be a new one.
    else if (event.type === 'wallet') walletIds.add(event.id)
    else return
    void start()
  })

  void start()
  return {
    ensure: (communityId) => {
      communityIds.add(communityId)
      return start()
    },
    stop: async () => {
      stopped = true
      unsubscribe()
      clearTimeout(retry)
      await running
    },
  }
}

const RETRY_AFTER = 5000
