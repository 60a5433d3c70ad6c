import { useSession } from '../../../session/session-context.ts'

/** Where the Town Hall of a town is, for a link: one's own has a short address. */
export const useHallLink = (communityId: number) => {
  const { wallet } = useSession()
  return wallet?.communityId === communityId
    ? ({ to: '/town/hall' } as const)
    : ({ to: '/towns/$id/hall', params: { id: String(communityId) } } as const)
}
