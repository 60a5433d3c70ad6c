import { useEffect, useState } from 'react'
import { useFormats } from '../lib/use-formats.ts'

const EVERY_MS = 30_000

/** A time in seconds, relative; exact on hover. */
export const Time = ({ at }: { readonly at: number }) => {
  const formats = useFormats()
  const [now, setNow] = useState(() => Date.now() / 1000)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={formats.exact(at)}>
      {formats.relative(at, now)}
    </time>
  )
}
