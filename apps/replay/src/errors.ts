/** What a person who starts a replay has to mend; the message says how. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError'
  readonly code: 'ARGUMENTS' | 'FILE' | 'LINE' | 'NODE' | 'REPORT' | 'RUN' | 'DISK' | 'STOPPED'

  constructor(code: ReplayError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The ReplayError that an error came of, or the error: clients wrap what their fetch throws. */
export const unwrap = (error: unknown): unknown => {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof ReplayError) return at
  return error
}
