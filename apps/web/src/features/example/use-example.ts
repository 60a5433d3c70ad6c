import type { CommunityWithRoster, ExampleResident } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { exampleQuery, healthQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'

/** The example network of the node; undefined where there is none, or nobody lives in it yet. */
export const useExample = () => {
  const town = useTown()
  const { data: health } = useQuery(healthQuery(town))
  const { data: example } = useQuery({ ...exampleQuery(town), enabled: health?.example !== undefined })
  if (!example || example.residents.length === 0) return undefined
  const findResident = (owner: string): ExampleResident | undefined =>
    example.residents.find((resident) => resident.owner === owner)
  return {
    residents: example.residents,
    isFinished: health?.example === 'finished',
    findResident,
    /** Whether one of them lives there. */
    isHome: ({ roster }: Pick<CommunityWithRoster, 'roster'>): boolean =>
      roster.some(({ owner }) => findResident(owner) !== undefined),
  }
}
