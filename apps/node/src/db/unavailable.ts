import pg from 'pg'

/** Whether it is not the statement that failed but the server or the way to it. */
export const isDatabaseUnavailable = (error: Error): boolean => {
  // SQLSTATE classes: connection exception, insufficient resources as of a full disk, operator intervention as of a crash or a statement
  // that took too long.
  if (error instanceof pg.DatabaseError) return /^(08|53|57)/.test(error.code ?? '')
  if ('code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET')) return true
  return error.message.startsWith('Connection terminated') || isPoolExhausted(error)
}

/** Whether there was no connection for too long, so that nothing was sent. */
export const isPoolExhausted = (error: unknown): boolean =>
  error instanceof Error && error.message === 'timeout exceeded when trying to connect'
