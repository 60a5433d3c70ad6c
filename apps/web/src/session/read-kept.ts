import type { IdentityBackup, Town } from '@distributed-town/sdk'
import type { QueryClient } from '@tanstack/react-query'
import { communityQuery, ownWalletQuery } from '../lib/queries.ts'
import type { Keystore } from './keystore.ts'
import { readWorn } from './worn-shoes.ts'

/**
 * The identity that this device keeps, read before anything is drawn; what the node says of its owner is on its way then. A browser that keeps
 * nothing (private windows of some) starts as a stranger's.
 */
export const readKept = async ({
  keystore,
  town,
  client,
}: {
  readonly keystore: Keystore
  readonly town: Town
  readonly client: QueryClient
}): Promise<IdentityBackup | undefined> => {
  const backup = await keystore.readBackup().catch(() => undefined)
  const owner = readWorn() ?? backup?.address
  if (owner !== undefined) void askAhead({ town, client, owner })
  return backup
}

const askAhead = async ({
  town,
  client,
  owner,
}: {
  readonly town: Town
  readonly client: QueryClient
  readonly owner: `0x${string}`
}): Promise<void> => {
  await client.prefetchQuery(ownWalletQuery(town, owner))
  const communityId = client.getQueryData(ownWalletQuery(town, owner).queryKey)?.communityId
  if (communityId != null) await client.prefetchQuery(communityQuery(town, communityId))
}
