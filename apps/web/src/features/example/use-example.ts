import type { ExampleResident } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { exampleQuery, healthQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'

/** The example network of the node; undefined where there is none, or nobody lives in it yet. */
export const useExample = () => {
  const town = useTown()
  const { data: health } = useQuery(healthQuery(town))
  const { data: example } = useQuery({ ...exampleQuery(town), enabled: health?.example !== undefined })
  if (!example || example.residents.length === 0) return undefined
  return {
    residents: example.residents,
    isFinished: health?.example === 'finished',
    findResident: (owner: string): ExampleResident | undefined =>
      example.residents.find((resident) => resident.owner === owner),
  }
}
