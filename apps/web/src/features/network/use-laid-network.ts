import { useEffect, useState } from 'react'
import type { LaidNetwork, LaidTown } from './lay-network.ts'

/** Where towns and roads lie; until that is known, where they lay before. In a worker: a thousand towns take a tenth of a second, on a phone more. */
export const useLaidNetwork = (towns: readonly LaidTown[]): LaidNetwork | undefined => {
  const [laid, setLaid] = useState<LaidNetwork>()
  useEffect(() => {
    const worker = new Worker(new URL('./network.worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<LaidNetwork>) => setLaid(data)
    worker.postMessage(towns.map(({ id, template, skillCounts }): LaidTown => ({ id, template, skillCounts })))
    return () => worker.terminate()
  }, [towns])
  return laid
}
