import { type Attachment, RecordKind, skillWalletAbi } from '@distributed-town/protocol'
import { encodeFunctionData, type Hex } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Records } from '../records/open-records.ts'
import { publishRecord } from '../records/publish-record.ts'
import type { Town } from '../town.ts'
import { getResident } from './get-resident.ts'

/**
 * Replaces the private profile: writes its record for the community's members, then puts the record's id on the wallet. The id is over the
 * encrypted text, so that nobody can guess a profile from it (spec §14.9).
 *
 * @param options.name 1 … 60 characters, one line. @param options.about 0 … 500 characters.
 * @param options.picture For the community's members (`uploadAttachment`).
 * @throws TownError before sending: NoWallet, NoCommunity, RECORD_INVALID, EPOCH_KEY_MISSING, RELAY_REFUSED, RELAY_TIMEOUT; as `forward`.
 */
export const setProfile = async (
  town: Town,
  {
    records,
    name,
    about = '',
    picture,
  }: {
    readonly records: Records
    readonly name: string
    readonly about?: string | undefined
    readonly picture?: Attachment | undefined
  },
): Promise<Done & { readonly profile: Hex }> => {
  const { identity } = records
  const { communityId } = await getResident(town, { identity })
  const content = { v: 1, name, about, ...(picture && { picture }) } as const
  const { recordId } = await publishRecord(town, { records, communityId, kind: RecordKind.Profile, content })
  const data = encodeFunctionData({ abi: skillWalletAbi, functionName: 'setProfile', args: [recordId] })
  const done = await forward(town, { identity, to: 'skillWallet', data })
  return { ...done, profile: recordId }
}
