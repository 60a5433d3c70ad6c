import { TownError, type TownErrorCode } from '@distributed-town/protocol'

/**
 * Whether the same call may succeed later without anybody changing anything: networks, busy nodes, keys on their way.
 * Warning: after HTTP_UNREACHABLE or HTTP_TIMEOUT an act may have been done all the same; ask the node before doing it again.
 */
export const isRetryable = (error: unknown): boolean => error instanceof TownError && RETRYABLE.has(error.code)

const RETRYABLE: ReadonlySet<TownErrorCode> = new Set([
  'HTTP_UNREACHABLE',
  'HTTP_TIMEOUT',
  'RELAY_UNREACHABLE',
  'RELAY_TIMEOUT',
  'RATE_LIMITED',
  'NOT_READY',
  'INTERNAL',
  'STALE_NONCE',
  'EPOCH_KEY_MISSING',
])
