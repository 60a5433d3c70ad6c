import type { Gig, Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { communityQuery, gigsQuery, walletGigsQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { usePages } from '../../lib/use-pages.ts'
import { useSession } from '../../session/session-context.ts'
import { sentCodesOf } from '../gigs/requests.ts'
import { useChainNow } from '../gigs/use-chain-now.ts'
import { conversationsQuery } from '../gigs/use-conversation.ts'
import { type Names, useNames } from '../gigs/use-names.ts'
import { useTodo } from '../gigs/use-todo.ts'
import { useChainId } from '../scan/use-chain-id.ts'
import { type NextThing, nextThing } from './next-thing.ts'

/** The next useful thing for somebody who lives in a town. */
export const useNextThingInTown = ({
  wallet,
  communityId,
}: {
  readonly wallet: Wallet
  readonly communityId: number
}): NextThing | undefined => {
  const town = useTown()
  const now = useChainNow()
  const names = useNames(communityId)
  const { status } = useSession()
  const { data: community } = useQuery(communityQuery(town, communityId))
  const { data: gigs } = useQuery(walletGigsQuery(town, wallet.id))
  const open = usePages(gigsQuery(town, communityId, { state: 'Open' }))
  const todo = useTodo({ wallet, gigs, names, now })
  const asked = useAsked({ wallet, open: open.items, names, now })
  return nextThing({
    status,
    wallet,
    community,
    todo: gigs && todo,
    taken: gigs?.asTaker,
    open: open.isLoading ? undefined : open.items,
    asked,
  })
}

/** Open gigs that one has asked for, and may still be accepted for. */
const useAsked = ({
  wallet,
  open,
  names,
  now,
}: {
  readonly wallet: Wallet
  readonly open: readonly Gig[]
  readonly names: Names
  readonly now: number
}): ReadonlySet<bigint> => {
  const { records } = useSession()
  const chainId = useChainId()
  const fits = open.filter(({ skill }) => wallet.skills.some((own) => own.skill === skill))
  const { data: conversations } = useQuery(
    conversationsQuery(
      records,
      fits.map(({ record }) => record),
    ),
  )
  const asked = fits.filter((gig) => {
    const messages = conversations?.get(gig.record) ?? []
    const { open: codes } = sentCodesOf({ gig, messages, chainId, creatorKey: names.keyOf(gig.creator), now })
    return codes.some(({ code }) => code.walletId === wallet.id)
  })
  return new Set(asked.map(({ id }) => id))
}
