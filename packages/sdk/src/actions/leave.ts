import { skillWalletAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward, LEAVING_GAS } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Leaves the community. The balance returns to its vault and is carried on the wallet (spec §3.4).
 *
 * @param options.gigsToCancel The identity's own Proposed and Open gigs, all of them.
 * @throws TownError before sending: INVALID_ID; from the contract: NoCommunity, EngagedInGigs, OpenGigsLeft, WrongState, NotWalletOwner; as
 * `forward`.
 */
export const leave = async (
  town: Town,
  {
    identity,
    gigsToCancel = [],
  }: { readonly identity: Identity; readonly gigsToCancel?: readonly bigint[] | undefined },
): Promise<Done> => {
  const data = encodeFunctionData({
    abi: skillWalletAbi,
    functionName: 'leave',
    args: [gigsToCancel.map(parseGigId)],
  })
  return await forward(town, { identity, to: 'skillWallet', data, gas: LEAVING_GAS })
}
