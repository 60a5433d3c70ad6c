import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTown } from '../../lib/town-context.ts'

const EVERY_MS = 10_000

/** Seconds on the chain, by which deadlines count; its clock may be ahead of the device's. */
export const useChainNow = (): number => {
  const town = useTown()
  const { data: ahead = 0 } = useQuery({
    queryKey: ['chain-clock'],
    queryFn: async () => (await town.chainTime()) - Math.floor(town.clock() / 1000),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [now, setNow] = useState(() => Math.floor(Date.now() / 1000))
  useEffect(() => {
    const timer = setInterval(() => setNow(Math.floor(Date.now() / 1000)), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return now + ahead
}
