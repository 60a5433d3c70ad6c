import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockHome, openHome, writeWhole } from '../src/home.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'home-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Runs a module where no file can have more bytes, as on a full disk: the kernel takes what fits and then nothing. */
const runLimited = (bytes: number, code: string): string => {
  const source = new URL('../src/', import.meta.url).href
  const script = `process.on('SIGXFSZ', () => {})
    const { writeWhole } = await import('${source}home.ts')
    const path = ${JSON.stringify(join(folder, 'file'))}
    ${code}`
  return execFileSync('prlimit', [`--fsize=${bytes}`, process.execPath, '--input-type=module', '-e', script], {
    encoding: 'utf8',
  })
}

test('default', () => {
  const text = 'é'.repeat(1_000_000)
  writeWhole(join(folder, 'file'), text)
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe(text)
  expect(readdirSync(folder)).toEqual(['file'])
})

test('error: what does not fit leaves the file as it was', () => {
  writeWhole(join(folder, 'file'), 'before')
  const said = runLimited(
    10_000,
    `try { writeWhole(path, 'x'.repeat(50_000)); console.log('written') } catch (error) { console.log(error.code) }`,
  )
  expect(said).toBe('EFBIG\n')
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('before')
  expect(readdirSync(folder)).toEqual(['file'])
})

test('behavior: an empty folder becomes a home, and stays one', () => {
  const home = join(folder, 'town')
  mkdirSync(home)
  mkdirSync(join(home, 'lost+found'))
  openHome(home)
  lockHome(home).release()
  openHome(home)
  expect(statSync(home).mode & 0o777).toBe(0o711)
})

test('error: a folder of something else is left as it is', () => {
  writeFileSync(join(folder, 'letter.txt'), 'dear neighbour')
  chmodSync(folder, 0o1777)
  expect(() => openHome(folder)).toThrow('is no folder of a node')
  expect(statSync(folder).mode & 0o7777).toBe(0o1777)
  expect(readdirSync(folder)).toEqual(['letter.txt'])
})
