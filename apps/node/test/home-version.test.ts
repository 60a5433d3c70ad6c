import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RESTORE_MARK } from '../src/home.ts'
import { upgradeHome } from '../src/home-version.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const version = () => readFileSync(join(home, 'version'), 'utf8')

/** Notes in a file that it ran. */
const upgrade = (name: string) => () => writeFileSync(join(home, 'ran'), `${ran()}${name}`)
const ran = () => (existsSync(join(home, 'ran')) ? readFileSync(join(home, 'ran'), 'utf8') : '')

test('a home without a number is of the first version', () => {
  upgradeHome(home, { upgrades: [] })
  expect(version()).toBe('1\n')
})

test('each upgrade runs once and in order', () => {
  upgradeHome(home, { upgrades: [upgrade('a')] })
  expect([ran(), version()]).toEqual(['a', '2\n'])
  upgradeHome(home, { upgrades: [upgrade('a'), upgrade('b'), upgrade('c')] })
  upgradeHome(home, { upgrades: [upgrade('a'), upgrade('b'), upgrade('c')] })
  expect([ran(), version()]).toEqual(['abc', '4\n'])
})

test('one that failed runs again, those before it do not', () => {
  const fail = () => {
    throw new Error('the disk is full')
  }
  expect(() => upgradeHome(home, { upgrades: [upgrade('a'), fail] })).toThrow('the disk is full')
  expect(version()).toBe('2\n')
  upgradeHome(home, { upgrades: [upgrade('a'), upgrade('b')] })
  expect([ran(), version()]).toEqual(['ab', '3\n'])
})

test('error: a home of a newer program, which stays as it is', () => {
  upgradeHome(home, { upgrades: [upgrade('a'), upgrade('b')] })
  expect(() => upgradeHome(home, { upgrades: [upgrade('c')] })).toThrow(
    `${home} is of version 3, this program knows up to 2: use the program that last ran there, or a newer one`,
  )
  expect([ran(), version()]).toEqual(['ab', '3\n'])
})

test.each(['', '0', '-1', '1.5', 'one', '1 2'])('error: a number that is none: %j', (text) => {
  writeFileSync(join(home, 'version'), text)
  expect(() => upgradeHome(home)).toThrow('is not the number of a version')
})

test('error: the rest of a restore', () => {
  writeFileSync(join(home, RESTORE_MARK), '')
  expect(() => upgradeHome(home)).toThrow('was cut off: empty the folder and restore again')
})
