import { lazy, Suspense } from 'react'
import { useWaiting } from './outbox-context.ts'

// Decoding what a request says is loaded when there is one.
const OutboxNotice = lazy(async () => ({ default: (await import('./outbox-notice.tsx')).OutboxNotice }))

/** What waits to be sent, and what became of it. */
export const LazyOutboxNotice = () =>
  useWaiting().length === 0 ? null : (
    <Suspense>
      <OutboxNotice />
    </Suspense>
  )
