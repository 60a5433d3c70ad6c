import { ConfigError } from '../config.ts'
import { hideSecrets } from './redact.ts'

/** What whoever runs the node reads when it can't go on: errors of libraries quote addresses with the keys in them. */
export const describeFault = (error: unknown): string => {
  // Names the values that are wrong, but no secret ones.
  if (error instanceof ConfigError) return error.message
  return hideSecrets(error instanceof Error ? error.message : String(error))
}
