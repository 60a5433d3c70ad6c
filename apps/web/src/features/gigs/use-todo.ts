import type { Gig, Wallet, WalletGigs } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useSession } from '../../session/session-context.ts'
import { useChainId } from '../scan/use-chain-id.ts'
import { actsOf } from './acts.ts'
import { sentCodesOf } from './requests.ts'
import { conversationsQuery } from './use-conversation.ts'
import type { Names } from './use-names.ts'

/** A gig that waits for oneself, and for what. */
export type Todo = { readonly gig: Gig; readonly what: 'accept' | 'submit' | 'complete' | 'rate' | 'other' }

/** What waits for oneself: to rate first, as nothing new can be offered before. */
export const useTodo = ({
  wallet,
  gigs,
  names,
  now,
}: {
  readonly wallet: Wallet
  readonly gigs: WalletGigs | undefined
  readonly names: Names
  readonly now: number
}): readonly Todo[] => {
  const { records } = useSession()
  const chainId = useChainId()
  const created = gigs?.asCreator ?? []
  const open = created.filter(({ state }) => state === 'Open')
  const { data: conversations } = useQuery(
    conversationsQuery(
      records,
      open.map(({ record }) => record),
    ),
  )
  const creatorKey = names.keyOf(wallet.id)
  const asked = open.filter((gig) => {
    const messages = conversations?.get(gig.record) ?? []
    return sentCodesOf({ gig, messages, chainId, creatorKey, now }).open.length > 0
  })
  const todo = [
    ...asked.map((gig): Todo => ({ gig, what: 'accept' })),
    ...created.flatMap((gig) => dueOf(gig, 'creator', now)),
    ...(gigs?.asTaker ?? []).flatMap((gig) => dueOf(gig, 'taker', now)),
  ]
  return todo.sort((a, b) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what))
}

const ORDER: readonly Todo['what'][] = ['rate', 'complete', 'accept', 'submit', 'other']

const dueOf = (gig: Gig, role: 'creator' | 'taker', now: number): readonly Todo[] => {
  const { primary } = actsOf({ ...gig, history: [] }, role, now)
  switch (primary) {
    case 'rate':
    case 'complete':
    case 'submit':
      return [{ gig, what: primary }]
    // An open gig waits for others; a completion code is shown when people meet.
    case 'accept':
    case 'request':
    case 'signCompletion':
    case null:
      return []
    default:
      return [{ gig, what: 'other' }]
  }
}
