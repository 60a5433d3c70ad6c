import { useQuery } from '@tanstack/react-query'
import { useTown } from '../../lib/town-context.ts'

/** Which network of towns the node belongs to; undefined until it is known. */
export const useChainId = (): number | undefined => {
  const town = useTown()
  const { data } = useQuery({
    queryKey: ['chain-id'],
    queryFn: async () => (await town.config()).chainId,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data
}
