import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Decrypter, Encrypter } from 'age-encryption'
import { extract, pack } from 'tar-stream'
import { z } from 'zod'

// One file: a tar, compressed and encrypted with a passphrase by age (age-encryption.org/v1, scrypt and ChaCha20-Poly1305), so that
// `age --decrypt` and `tar xz` open it without this program. Its last entry lists the digests of all others: what was cut off or altered is noticed before it is used.

const CHECKSUMS = 'checksums.json'
const HEADER = 'age-encryption.org/v1\n-> scrypt '
const HEADER_END = '\n--- '
/** Bytes; that of one passphrase has 180. */
const MAX_HEADER = 1_024

/** About two seconds and 256 MiB. */
const WORK_FACTOR = 18

export type Entry = {
  readonly name: string
  readonly size: number
  readonly content: AsyncIterable<Uint8Array>
}

/** Writes the entries into a new file, whose digests come last. */
export const writeArchive = async ({
  path,
  passphrase,
  entries,
  workFactor = WORK_FACTOR,
}: {
  readonly path: string
  readonly passphrase: string
  readonly entries: AsyncIterable<Entry>
  /** Of scrypt, as a power of two: what one guess of the passphrase costs. */
  readonly workFactor?: number
}): Promise<void> => {
  const tar = pack()
  const fill = async (): Promise<void> => {
    const digests: Record<string, string> = {}
    for await (const entry of entries) digests[entry.name] = await add(tar, entry)
    const checksums = Buffer.from(JSON.stringify(digests, undefined, 2))
    await add(tar, { name: CHECKSUMS, size: checksums.length, content: contentOf(checksums) })
    tar.finalize()
  }
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(workFactor)
  const filling = fill().catch((error: Error) => {
    tar.destroy(error)
    throw error
  })
  const compressed = createGzip()
  const encrypted = await encrypter.encrypt(ReadableStream.from(compressed as AsyncIterable<Uint8Array>))
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  const parts = [filling, pipeline(tar, compressed), pipeline(Readable.fromWeb(encrypted), file)]
  // What one of them fails with reaches the others; nothing writes any more when this returns.
  for (const result of await Promise.allSettled(parts)) if (result.status === 'rejected') throw result.reason
}

type Tar = ReturnType<typeof pack>

/** @returns the digest of what was added. */
const add = async (tar: Tar, { name, size, content }: Entry): Promise<string> => {
  const digest = createHash('sha256')
  const entry = tar.entry({ name, size, mode: 0o600 })
  await pipeline(async function* () {
    for await (const chunk of content) {
      digest.update(chunk)
      yield chunk
    }
  }, entry)
  return digest.digest('hex')
}

export async function* contentOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** An archive that a passphrase opened, which takes a while, for reading it any number of times. */
export type OpenArchive = { readonly path: string; readonly fileKey: Uint8Array }

/** @throws ArchiveError if it is none or the passphrase is another one. */
export const openArchive = async ({
  path,
  passphrase,
}: {
  readonly path: string
  readonly passphrase: string
}): Promise<OpenArchive> => {
  const header = await readHeader(path)
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  try {
    return { path, fileKey: await decrypter.decryptHeader(header) }
  } catch (cause) {
    // What the library says when the passphrase opens nothing.
    const isWrong = cause instanceof Error && cause.message.includes('no identity matched')
    throw new ArchiveError(isWrong ? 'WRONG_PASSPHRASE' : 'DAMAGED', path, { cause })
  }
}

/**
 * Reads an archive from beginning to end, entry by entry. Only when it has returned is it certain that all of it was there as it was written.
 * @throws ArchiveError if anything is missing or altered.
 */
export async function* readArchive({ path, fileKey }: OpenArchive): AsyncGenerator<Entry> {
  const decrypter = new Decrypter()
  decrypter.addIdentity({ unwrapFileKey: () => fileKey })
  const decrypted = await decrypter.decrypt(Readable.toWeb(createReadStream(path))).catch((cause: unknown) => {
    throw new ArchiveError('DAMAGED', path, { cause })
  })
  const tar = extract()
  const feeding = pipeline(Readable.fromWeb(decrypted), createGunzip(), tar)
  // It reaches whoever reads the entries too.
  feeding.catch(() => undefined)
  const found = new Map<string, string>()
  let expected: Readonly<Record<string, string>> | undefined
  try {
    for await (const stream of tar) {
      const { name, size = 0, type } = stream.header
      if (type !== 'file' || !isPlainPath(name) || found.has(name)) throw new ArchiveError('DAMAGED', path)
      const digest = createHash('sha256')
      const content = observe(stream as AsyncIterable<Uint8Array>, { path, digest })
      if (name === CHECKSUMS) expected = checksums.parse(JSON.parse(await textOf(content)))
      else yield { name, size, content }
      for await (const _ of content); // Whatever was left unread.
      if (name !== CHECKSUMS) found.set(name, digest.digest('hex'))
    }
    await feeding
  } catch (cause) {
    throw cause instanceof ArchiveError ? cause : new ArchiveError('DAMAGED', path, { cause })
  }
  const names = Object.entries(expected ?? {})
  const isWhole = names.length === found.size && names.every(([name, digest]) => found.get(name) === digest)
  if (expected === undefined || !isWhole) throw new ArchiveError('DAMAGED', path)
}

async function* observe(
  stream: AsyncIterable<Uint8Array>,
  { path, digest }: { path: string; digest: Hash },
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) {
      digest.update(chunk)
      yield chunk
    }
  } catch (cause) {
    throw new ArchiveError('DAMAGED', path, { cause })
  }
}

export const textOf = async (content: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Of age, with the code that authenticates it. */
const readHeader = async (path: string): Promise<Buffer> => {
  const file = await open(path).catch((cause: unknown) => {
    throw new ArchiveError('UNREADABLE', path, { cause })
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_HEADER), 0, MAX_HEADER, 0)
    const beginning = buffer.subarray(0, bytesRead)
    if (!beginning.toString('latin1').startsWith(HEADER)) throw new ArchiveError('FOREIGN', path)
    const end = beginning.indexOf('\n', beginning.indexOf(HEADER_END) + HEADER_END.length)
    if (!beginning.includes(HEADER_END) || end === -1) throw new ArchiveError('DAMAGED', path)
    return beginning.subarray(0, end + 1)
  } catch (cause) {
    throw cause instanceof ArchiveError ? cause : new ArchiveError('UNREADABLE', path, { cause })
  } finally {
    await file.close()
  }
}

/** Nothing that leads out of the folder it is put into. */
const isPlainPath = (name: string): boolean =>
  name.split('/').every((part) => /^[\w.-]+$/.test(part) && part !== '.' && part !== '..')

const checksums = z.record(z.string(), z.string())

const messages = {
  UNREADABLE: "can't be read",
  FOREIGN: 'is no backup of Distributed Town',
  WRONG_PASSPHRASE: 'is not opened by this passphrase',
  DAMAGED: 'is damaged or cut off: nothing of it can be trusted, use another backup',
} as const

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly code: keyof typeof messages

  constructor(code: keyof typeof messages, path: string, options?: ErrorOptions) {
    super(`${path} ${messages[code]}`, options)
    this.code = code
  }
}
