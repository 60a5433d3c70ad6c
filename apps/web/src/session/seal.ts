import { createIdentity, type Identity, type IdentityBackup, isTownErrorCode, TownError } from '@distributed-town/sdk'
import type { SealAnswer, SealQuestion } from './answer-seal.ts'

// scrypt takes about a second: in a worker, so that the page stays alive.

/** The identity of `secret` encrypted under the passphrase. */
export const sealIdentity = async (secret: Uint8Array, passphrase: string): Promise<IdentityBackup> => {
  const answer = await ask({ type: 'seal', secret, passphrase })
  if (answer.type === 'sealed') return answer.backup
  throw toError(answer)
}

/** @throws TownError WRONG_PASSPHRASE, INVALID_BACKUP. */
export const openIdentity = async (backup: IdentityBackup, passphrase: string): Promise<Identity> => {
  const answer = await ask({ type: 'open', backup, passphrase })
  if (answer.type === 'opened') return createIdentity(answer.secret)
  throw toError(answer)
}

const ask = (question: SealQuestion): Promise<SealAnswer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./seal.worker.ts', import.meta.url), { type: 'module' })
    const end = (finish: () => void) => {
      worker.terminate()
      finish()
    }
    worker.onmessage = ({ data }: MessageEvent<SealAnswer>) => end(() => resolve(data))
    worker.onerror = (event) => end(() => reject(new Error(event.message)))
    worker.postMessage(question)
  })

const toError = (answer: SealAnswer): Error =>
  answer.type === 'failed' && isTownErrorCode(answer.code)
    ? new TownError(answer.code)
    : new Error(answer.type === 'failed' ? answer.code : answer.type)
