import {
  createIdentity,
  decryptIdentity,
  encryptIdentity,
  type IdentityBackup,
  isTownError,
} from '@distributed-town/sdk'

export type SealQuestion =
  | { readonly type: 'seal'; readonly secret: Uint8Array; readonly passphrase: string }
  | { readonly type: 'open'; readonly backup: IdentityBackup; readonly passphrase: string }

export type SealAnswer =
  | { readonly type: 'sealed'; readonly backup: IdentityBackup }
  | { readonly type: 'opened'; readonly secret: Uint8Array }
  | { readonly type: 'failed'; readonly code: string }

/** The work of the worker. */
export const answerSeal = (question: SealQuestion): SealAnswer => {
  try {
    if (question.type === 'seal') {
      const identity = createIdentity(question.secret)
      return { type: 'sealed', backup: encryptIdentity({ clock: Date.now }, { ...question, identity }) }
    }
    return { type: 'opened', secret: decryptIdentity(question).secret }
  } catch (error) {
    return { type: 'failed', code: isTownError(error) ? error.code : String(error) }
  }
}
