import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Decrypter } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contentOf, type Entry, openArchive, readArchive, textOf, writeArchive } from '../../src/home-backup/archive.ts'

const passphrase = 'correct horse battery'
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

// What can't be made smaller.
const BIG = Buffer.from(randomBytes(150_000).toString('hex'))
const files = { 'manifest.json': Buffer.from('{}'), 'home/chain/journal': Buffer.alloc(0), 'home/big': BIG }

async function* entriesOf(given: Readonly<Record<string, Buffer>>): AsyncGenerator<Entry> {
  for (const [name, bytes] of Object.entries(given)) yield { name, size: bytes.length, content: contentOf(bytes) }
}

const write = async (name: string, given: Readonly<Record<string, Buffer>> = files): Promise<string> => {
  const path = join(folder, name)
  await writeArchive({ path, passphrase, entries: entriesOf(given), workFactor: 8 })
  return path
}

const read = async (path: string, word = passphrase) => {
  const found: Record<string, string> = {}
  for await (const { name, content } of readArchive(await openArchive({ path, passphrase: word })))
    found[name] = await textOf(content)
  return found
}

const codeOf = (path: string, word?: string) =>
  read(path, word).then(
    () => 'read',
    (error) => error.code,
  )

test('default', async () => {
  const path = await write('default')
  const found = await read(path)
  expect(Object.keys(found)).toEqual(Object.keys(files))
  expect(found['home/big']).toBe(BIG.toString())
})

test('an entry that nobody reads is checked all the same', async () => {
  const path = await write('skipped')
  const names: string[] = []
  for await (const { name } of readArchive(await openArchive({ path, passphrase }))) names.push(name)
  expect(names).toEqual(Object.keys(files))
})

test('other programs open it: age and tar', async () => {
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  const tar = await decrypter.decrypt(readFileSync(await write('standard')))
  const listed = execFileSync('tar', ['tz'], { input: tar, encoding: 'utf8' })
  expect(listed.trim().split('\n')).toEqual([...Object.keys(files), 'checksums.json'])
})

test('nothing of it can be read without the passphrase', async () => {
  expect(readFileSync(await write('closed')).includes('manifest.json')).toBe(false)
})

test('error: another passphrase', async () => {
  expect(await codeOf(await write('locked'), 'correct horse batterz')).toBe('WRONG_PASSPHRASE')
})

test('error: no archive at all', async () => {
  const path = join(folder, 'foreign')
  writeFileSync(path, 'PK\x03\x04')
  expect(await codeOf(path)).toBe('FOREIGN')
  writeFileSync(path, '')
  expect(await codeOf(path)).toBe('FOREIGN')
  expect(await codeOf(join(folder, 'missing'))).toBe('UNREADABLE')
  expect(await codeOf(folder)).toBe('UNREADABLE')
})

test('error: cut off anywhere, or with any byte altered', async () => {
  const whole = readFileSync(await write('whole'))
  const path = join(folder, 'damaged')
  const header = whole.indexOf('\n---')
  for (const length of [header - 3, header + 20, header + 66_000, whole.length - 1, whole.length - 17]) {
    writeFileSync(path, whole.subarray(0, length))
    expect([length, await codeOf(path)]).toEqual([length, 'DAMAGED'])
  }
  for (const at of [header + 6, header + 100, header + 70_000, whole.length - 1]) {
    const altered = Buffer.from(whole)
    altered[at] = (altered[at] ?? 0) ^ 1
    writeFileSync(path, altered)
    expect([at, await codeOf(path)]).toEqual([at, 'DAMAGED'])
  }
})

test('error: an entry that leads out of the folder', async () => {
  expect(await codeOf(await write('outside', { 'home/../../key': Buffer.from('x') }))).toBe('DAMAGED')
  expect(await codeOf(await write('root', { '/etc/key': Buffer.from('x') }))).toBe('DAMAGED')
})

test('error: what fails while it is written does not look whole', async () => {
  async function* failing(): AsyncGenerator<Entry> {
    yield* entriesOf(files)
    throw new Error('the disk is gone')
  }
  const path = join(folder, 'unfinished')
  await expect(writeArchive({ path, passphrase, entries: failing(), workFactor: 8 })).rejects.toThrow(
    'the disk is gone',
  )
  expect(['DAMAGED', 'FOREIGN']).toContain(await codeOf(path))
})
