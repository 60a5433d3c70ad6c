import { deleteUnusedStewardKeys, findAnyStewardKey, listMissingKeys } from '../db/town/steward.ts'
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
  {
    relay,
    retryMs = RETRY_AFTER,
  }: {
    readonly relay: Pick<Relay, 'deliver'>
    /** Until the first time that something is tried again; longer each time. */
    readonly retryMs?: number
  },
): Promise<Steward> => {
  const box = openSecretBox(node.config)
  const known = await findAnyStewardKey(node)
  if (known) box.open({ sealed: known.secret, context: identityContext(known.key) })

  let everything = true
  const communityIds = new Set<number>()
  const walletIds = new Set<number>()
  let running: Promise<void> | undefined
  /** What failed and is tried again later. */
  const due = new Set<number>()
  let everythingDue = false
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let stopped = false

  const start = (): Promise<void> => {
    running ??= Promise.resolve().then(work)
    return running
  }

  const work = async (): Promise<void> => {
    const failed = new Set<number>()
    try {
      while (!stopped && (everything || communityIds.size > 0 || walletIds.size > 0)) {
        const among = everything ? undefined : { communityIds: [...communityIds], walletIds: [...walletIds] }
        everything = false
        communityIds.clear()
        walletIds.clear()
        for (const id of await catchUp(among)) failed.add(id)
      }
      failures = failed.size === 0 ? 0 : failures + 1
      if (failed.size > 0) tryAgain(failed)
    } catch (error) {
      node.log.error({ err: error }, 'keys of towns were not passed on')
      failures += 1
      tryAgain()
    } finally {
      // In the same turn as the last look at what is to be done: whatever comes from now on starts it again.
      running = undefined
    }
  }

  /** @param communities All, if left out. */
  const tryAgain = (communities?: ReadonlySet<number>): void => {
    for (const id of communities ?? []) due.add(id)
    if (!communities) everythingDue = true
    if (stopped || retry) return
    retry = setTimeout(
      () => {
        retry = undefined
        everything ||= everythingDue
        for (const id of due) communityIds.add(id)
        everythingDue = false
        due.clear()
        void start()
      },
      Math.min(retryMs * 2 ** (failures - 1), LONGEST_RETRY),
    )
    retry.unref()
  }

  /** @returns communities in which it failed for somebody; the others don't wait for them. */
  const catchUp = async (among: Parameters<typeof listMissingKeys>[1]): Promise<ReadonlySet<number>> => {
    const failed = new Set<number>()
    if (!among) await deleteUnusedStewardKeys(node, { before: Math.floor(node.clock() / 1000) - UNUSED_KEY_AGE })
    for (const missing of await listMissingKeys(node, among)) {
      if (stopped) return failed
      const { communityId, messagingKey } = missing
      try {
        const wraps = await passOnKeys(node, missing)
        for (const wrap of wraps) await relay.deliver(wrap, { recipient: messagingKey })
      } catch (error) {
        node.log.error({ err: error, communityId, messagingKey }, 'keys of a town were not passed on to a member')
        failed.add(communityId)
      }
    }
    return failed
  }

  const round = setInterval(() => {
    everything = true
    void start()
  }, ROUND)
  round.unref()

  const unsubscribe = node.bus.subscribe((event) => {
    if (event.type === 'membership') communityIds.add(event.communityId)
    // Its messaging key may be a new one.
    else if (event.type === 'wallet') walletIds.add(event.id)
    // Anybody may live elsewhere than was told.
    else if (event.type === 'undone') everything = true
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
      clearInterval(round)
      clearTimeout(retry)
      await running
    },
  }
}

const RETRY_AFTER = 5000
const LONGEST_RETRY = 300_000

/** Everything is looked through so often. */
const ROUND = 3_600_000

/** Seconds after which a key that nobody founded a town with is dropped. */
const UNUSED_KEY_AGE = 86_400
