import type { Address } from 'viem'
import type { WorkingSet } from '../../db/chain/working-set.ts'
import type { ChainEvent, GigEvent } from '../decode.ts'
import { applyCommunityEvent } from './community.ts'
import { applyGigEvent } from './gig.ts'
import { addCommunity, applyRegistryEvent } from './registry.ts'
import { applyScore } from './score.ts'
import { applyTransfer } from './transfer.ts'
import { applyWalletEvent } from './wallet.ts'

/** Applies events in the order of the chain. @param gigs Address of the contract that holds the escrow. */
export const applyEvents = (set: WorkingSet, gigs: Address, events: readonly ChainEvent[]): void => {
  for (const event of events) if (event.name === 'CommunityFounded') addCommunity(set, event)
  let ended: GigEvent | undefined
  for (const [i, event] of events.entries()) {
    const inTransaction = (other: ChainEvent | undefined) => (other?.txHash === event.txHash ? other : undefined)
    switch (event.contract) {
      case 'registry':
        applyRegistryEvent(set, event)
        break
      case 'skillWallet':
        applyWalletEvent(set, event)
        break
      case 'gigs':
        if (isEnd(event)) ended = event
        applyGigEvent(set, event)
        break
      case 'community':
        if (event.name === 'ScoreChanged') {
          applyScore(set, event, transactionAround(events, i))
        } else if (event.name !== 'Transfer') applyCommunityEvent(set, event)
        else {
          const [before, after] = [inTransaction(events[i - 1]), inTransaction(events[i + 1])]
          applyTransfer(set, gigs, event, { before, after, ended: inTransaction(ended) })
        }
        break
    }
  }
}

/** The other events of a transaction, of which one stands at `i`. */
const transactionAround = (events: readonly ChainEvent[], i: number) => {
  const { txHash } = events[i] ?? {}
  const isOther = (event: ChainEvent | undefined) => event?.txHash !== txHash
  let [start, end] = [i, i + 1]
  while (start > 0 && !isOther(events[start - 1])) start--
  while (end < events.length && !isOther(events[end])) end++
  return { before: events.slice(start, i), after: events.slice(i + 1, end) }
}

const isEnd = ({ name }: GigEvent): boolean => ['GigCancelled', 'GigCompleted', 'GigSettled'].includes(name)
