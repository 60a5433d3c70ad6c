import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { readIfExists, writeWhole } from '../home.ts'

// Secrets of the steward at rest: AES-256-GCM with a key from the secret of the node, which stands in a file of its own and not in the
// database. So a copy of the database alone tells nothing.

/** Encrypts and decrypts. `context` says what the secret is: a row's secret put into another row can't be read. */
export type SecretBox = {
  readonly seal: (options: { secret: Uint8Array; context: string }) => Buffer
  /** @throws SecretError if it was sealed by another node, for something else, or altered. */
  readonly open: (options: { sealed: Uint8Array; context: string }) => Buffer
}

/** Reads the secret of the node from `TOWN_HOME/secret`, made at the first start. */
export const openSecretBox = ({ home }: Pick<Config, 'home'>): SecretBox => {
  const key = deriveNodeKey({ home }, 'distributed-town/steward/1')
  return {
    seal: ({ secret, context }) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(context))
      const encrypted = Buffer.concat([cipher.update(secret), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), encrypted])
    },
    open: ({ sealed, context }) => {
      const iv = sealed.subarray(0, IV_BYTES)
      const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)
      try {
        const decipher = createDecipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(context)).setAuthTag(tag)
        return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
      } catch (cause) {
        throw new SecretError(
          `${context} was encrypted with another node secret: restore ${FILE} of this node's folder`,
          { cause },
        )
      }
    },
  }
}

const FILE = 'secret'
const SECRET_BYTES = 32
const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

const readNodeSecret = (home: string): Buffer => {
  const path = join(home, FILE)
  const text = readIfExists(path)
  if (text === undefined) {
    const secret = randomBytes(SECRET_BYTES)
    writeWhole(path, secret.toString('hex'))
    return secret
  }
  if (!/^[0-9a-f]{64}\s*$/.test(text)) throw new SecretError(`${path} is not 64 hexadecimal digits`)
  return Buffer.from(text.trim(), 'hex')
}

/** A key for one use of the secret of the node: it tells nothing of the keys of other uses. */
export const deriveNodeKey = ({ home }: Pick<Config, 'home'>, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', readNodeSecret(home), Buffer.alloc(0), use, SECRET_BYTES))

export class SecretError extends Error {
  override readonly name = 'SecretError'
}
