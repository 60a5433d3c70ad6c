import { skillWalletAbi, TownError } from '@distributed-town/protocol'
import { encodeFunctionData, parseEventLogs } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { listLogs } from '../queries/list-logs.ts'
import type { Town } from '../town.ts'

/**
 * Unlocks carried credits from the vault, up to 240 in 30 days (spec §3.4). `amount` in base units.
 *
 * @throws TownError from the contract: NoCommunity, NothingToClaim, ClaimedRecently; as `forward`.
 */
export const claimCarried = async (
  town: Town,
  { identity }: { readonly identity: Identity },
): Promise<Done & { readonly amount: bigint }> => {
  const data = encodeFunctionData({ abi: skillWalletAbi, functionName: 'claimCarried' })
  const done = await forward(town, { identity, to: 'skillWallet', data })
  const logs = await listLogs(town, { ...done, signer: identity.owner.address })
  const [event] = parseEventLogs({ abi: skillWalletAbi, eventName: 'CarriedClaimed', logs })
  if (!event) throw new TownError('HTTP_UNEXPECTED', { transactionHash: done.transactionHash })
  return { ...done, amount: event.args.amount }
}
