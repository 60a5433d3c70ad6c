import pg from 'pg'

/** Whether it is not the statement that failed but the server or the way to it. */
export const isDatabaseUnavailable = (error: Error): boolean => {
  // SQLSTATE classes: connection exception, insufficient resources as of a full disk, operator intervention as of a crash.
  if (error instanceof pg.DatabaseError) return /^(08|53|57P)/.test(error.code ?? '')
  if ('code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET')) return true
  return error.message.startsWith('Connection terminated')
}
