import { getWalletGigs, type Town } from '@distributed-town/sdk'

/** Own gigs that a leaving cancels: those nobody took. */
export const gigsToCancel = async (town: Town, walletId: number): Promise<readonly bigint[]> => {
  const { asCreator } = await getWalletGigs(town, { walletId })
  return asCreator.filter(({ state }) => state === 'Proposed' || state === 'Open').map(({ id }) => id)
}
