import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

const VARIABLE = 'BACKUP_PASSPHRASE'
const MIN_LENGTH = 12

/**
 * The passphrase of a backup: from the environment, or asked for on the terminal without showing it.
 * @param isNew Asks twice, and refuses one that is soon guessed.
 */
export const readPassphrase = async ({ isNew }: { readonly isNew: boolean }): Promise<string> => {
  const given = process.env[VARIABLE]
  const passphrase = given ? given : await ask(`Passphrase of the backup: `)
  if (isNew && [...passphrase].length < MIN_LENGTH) {
    throw new PassphraseError(`a passphrase has at least ${MIN_LENGTH} characters: four or five words do well`)
  }
  if (isNew && !given && (await ask('The same once more: ')) !== passphrase) {
    throw new PassphraseError('the two passphrases differ')
  }
  return passphrase
}

const ask = async (question: string): Promise<string> => {
  if (!process.stdin.isTTY) throw new PassphraseError(`there is no terminal to ask on: set ${VARIABLE}`)
  process.stderr.write(question)
  // Echoes nothing.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output, terminal: true })
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.question('', resolve)
      lines.once('SIGINT', () => reject(new PassphraseError('no passphrase was given')))
      lines.once('close', () => reject(new PassphraseError('no passphrase was given')))
    })
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

export class PassphraseError extends Error {
  override readonly name = 'PassphraseError'
}
