import { getCommunity, type Identity, isTownError, openRecords, type Records, type Town } from '@distributed-town/sdk'

/** A person with what it takes to act. */
export type Resident = { readonly identity: Identity; readonly walletId: number; readonly records: Records }

/** The people of one town who have a part in its gigs; connected to the relay from when they first need it. */
export type Residents = {
  /** Resolves when each of them has the key of the thread. */
  readonly open: (walletIds: Iterable<number>) => Promise<void>
  /** One who is open. */
  readonly get: (walletId: number) => Resident
  readonly close: () => void
}

export const createResidents = (
  town: Town,
  { communityId, identities }: { readonly communityId: number; readonly identities: ReadonlyMap<number, Identity> },
): Residents => {
  const opened = new Map<number, Resident>()
  const openOne = async (walletId: number, epoch: number): Promise<void> => {
    const identity = identities.get(walletId)
    if (!identity) throw new RangeError(`wallet ${walletId} has no part in this town's gigs`)
    const records = await openPatiently(town, { identity })
    opened.set(walletId, { identity, walletId, records })
    await records.keyring.wait(communityId, epoch, KEY_WAIT_MS)
  }
  return {
    open: async (walletIds) => {
      const missing = [...new Set(walletIds)].filter((walletId) => !opened.has(walletId))
      if (missing.length === 0) return
      const { epoch } = await getCommunity(town, { communityId })
      await Promise.all(missing.map((walletId) => openOne(walletId, epoch)))
    },
    get: (walletId) => {
      const resident = opened.get(walletId)
      if (!resident) throw new RangeError(`wallet ${walletId} is not connected to the relay`)
      return resident
    },
    close: () => {
      for (const { records } of opened.values()) records.close()
    },
  }
}

/** A relay that is away comes back with its node, which the question for its health waits for. */
const openPatiently = async (town: Town, { identity }: { readonly identity: Identity }): Promise<Records> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openRecords(town, { identity })
    } catch (error) {
      if (!isTownError(error, 'RELAY_TIMEOUT', 'RELAY_CLOSED') || attempt === MOST_ATTEMPTS) throw error
    }
  }
}

const MOST_ATTEMPTS = 10

/** A busy machine wraps ten keys a second, and towns join as a whole. */
const KEY_WAIT_MS = 180_000
