/** What a person who starts a replay has to mend; the message says how. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError'
  readonly code: 'ARGUMENTS' | 'FILE' | 'LINE' | 'NODE' | 'RUN' | 'DISK' | 'STOPPED'

  constructor(code: ReplayError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
