import type { IdentityBackup } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'

/** Keeps the encrypted key on the node as well, to be opened elsewhere with the passphrase. */
export const saveBackupFlow: Flow<{ readonly backup: IdentityBackup }, { readonly savedAt: number }> = {
  run: ({ town, acts, identity }, { backup }) => acts.saveBackup(town, { identity: identity(), backup }),
}
