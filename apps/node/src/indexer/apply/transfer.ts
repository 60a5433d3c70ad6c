import type { StatementItem } from '@distributed-town/protocol'
import { type Address, isAddressEqual, keccak256, toBytes, zeroAddress } from 'viem'
import type { Community, StatementEntry, Wallet } from '../../db/chain/tables.ts'
import type { WorkingSet } from '../../db/chain/working-set.ts'
import type { ChainEvent, CommunityEvent } from '../decode.ts'
import { ContradictionError } from '../failures.ts'
import { act, changeWallet, getCommunityAt, getGig, getWalletOf } from '../state.ts'

type Transfer = Extract<CommunityEvent, { name: 'Transfer' }>

/** Who holds credits: a member, one of the community's own accounts, or at the creation of the supply nobody. */
type Holder = 'nobody' | 'vault' | 'escrow' | 'treasury' | Wallet

type Around = {
  /** Neighbours of the transfer in its transaction. */
  readonly before: ChainEvent | undefined
  readonly after: ChainEvent | undefined
  /** The last gig that ended before it in its transaction, whose escrow it moves. */
  readonly ended: ChainEvent | undefined
}

type Cause = {
  readonly kind: StatementItem['kind']
  /** Above 0: received. */
  readonly amount: bigint
  readonly counterparty: 'vault' | 'escrow' | number
  readonly gigId?: bigint | undefined
}

/** Community.sol: the lower 20 bytes of a hash, an address that nobody has the key of. */
const TREASURY_ACCOUNT: Address = `0x${keccak256(toBytes('distributed.town/treasury-account')).slice(-40)}`

/** Moves credits between accounts, and writes what it means into the statements of the members among them. */
export const applyTransfer = (set: WorkingSet, gigs: Address, event: Transfer, around: Around): void => {
  const { value } = event.args
  // A new address of a member: the same wallet has the same account.
  if (isNamed(around.after, 'MemberRekeyed') || value === 0n) return
  const community = getCommunityAt(set, event.address)
  const from = holderAt(set, { community, gigs }, event.args.from)
  const to = holderAt(set, { community, gigs }, event.args.to)
  for (const [holder, other, amount] of [
    [from, to, -value],
    [to, from, value],
  ] as const) {
    if (holder === 'nobody') continue
    if (typeof holder === 'string') {
      community[holder] += amount
      continue
    }
    if (amount < 0n && typeof other !== 'string') act(set, holder.id, event.at)
    let { balance } = holder
    changeWallet(set, holder, { balance: balance + amount })
    for (const [i, cause] of causesOf(set, { member: holder, other, amount }, around).entries()) {
      balance += cause.amount
      // Who sends credits to oneself has two entries of the same transfer.
      const part = from === to && amount > 0n ? i + 1 : i
      set.statement.push(entryOf(event, cause, { walletId: holder.id, communityId: community.id, part, balance }))
    }
  }
}

/** What moved a member's balance. The contracts write the cause right before or right after the transfer. */
const causesOf = (
  set: WorkingSet,
  { member, other, amount }: { readonly member: Wallet; readonly other: Holder; readonly amount: bigint },
  { before, after, ended }: Around,
): readonly Cause[] => {
  if (typeof other !== 'string') return [{ kind: 'transfer', amount, counterparty: other.id }]
  if (other === 'vault') {
    const counterparty = 'vault'
    if (isNamed(before, 'MemberJoined')) {
      const { unlocked, granted, returned } = before.args
      const causes: readonly Cause[] = [
        { kind: 'unlock', amount: unlocked, counterparty },
        { kind: 'grant', amount: granted, counterparty },
        { kind: 'return', amount: -returned, counterparty },
      ]
      return causes.filter((cause) => cause.amount !== 0n)
    }
    if (isNamed(before, 'GrantChanged')) return [{ kind: amount > 0n ? 'grant' : 'return', amount, counterparty }]
    if (isNamed(after, 'CarriedClaimed')) return [{ kind: 'unlock', amount, counterparty }]
    if (isNamed(after, 'MemberLeft')) return [{ kind: 'leave', amount, counterparty }]
  }
  if (other === 'escrow') {
    const counterparty = 'escrow'
    if (isNamed(after, 'GigCreated')) return [{ kind: 'escrow', amount, counterparty, gigId: after.args.gigId }]
    if (isNamed(ended, 'GigCancelled')) return [{ kind: 'refund', amount, counterparty, gigId: ended.args.gigId }]
    // What the taker receives comes from the creator by way of the escrow.
    if (isNamed(ended, 'GigCompleted')) {
      const { gigId } = ended.args
      return [{ kind: 'payment', amount, counterparty: getGig(set, gigId).creator, gigId }]
    }
    if (isNamed(ended, 'GigSettled')) {
      const { gigId, taker } = ended.args
      return [
        { kind: 'half', amount, counterparty: member.id === taker ? getGig(set, gigId).creator : counterparty, gigId },
      ]
    }
  }
  throw new ContradictionError(`no cause for ${amount} of wallet ${member.id} with ${other}`)
}

const entryOf = (
  { blockNumber, logIndex, at, txHash }: Transfer,
  { kind, amount, counterparty, gigId }: Cause,
  rest: Pick<StatementEntry, 'walletId' | 'communityId' | 'part' | 'balance'>,
): StatementEntry => ({
  ...rest,
  blockNumber,
  logIndex,
  at,
  txHash,
  kind,
  amount,
  counterpartyWallet: typeof counterparty === 'number' ? counterparty : null,
  counterpartyAccount: typeof counterparty === 'number' ? null : counterparty,
  gigId: gigId ?? null,
})

const holderAt = (
  set: WorkingSet,
  { community, gigs }: { readonly community: Community; readonly gigs: Address },
  address: Address,
): Holder => {
  if (address === zeroAddress) return 'nobody'
  if (isAddressEqual(address, community.address)) return 'vault'
  if (isAddressEqual(address, gigs)) return 'escrow'
  if (isAddressEqual(address, TREASURY_ACCOUNT)) return 'treasury'
  return getWalletOf(set, address)
}

const isNamed = <Name extends ChainEvent['name']>(
  event: ChainEvent | undefined,
  name: Name,
): event is Extract<ChainEvent, { readonly name: Name }> => event?.name === name
