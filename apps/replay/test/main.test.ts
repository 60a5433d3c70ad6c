import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findFreePort } from '../../node/src/port.ts'
import { THREE_TOWNS } from './three-towns.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

const replay = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { stdout: await text(child.stdout), stderr: await text(child.stderr), exitCode: await ended }
}

test('error: a sentence and exit code 1', { timeout: 60_000 }, async () => {
  const answers = await Promise.all([
    replay('/nowhere/towns.ndjson'),
    replay(MAIN),
    replay(THREE_TOWNS, '--url', `http://127.0.0.1:${await findFreePort()}`),
  ])
  expect(answers.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1])
  expect(answers.map(({ stderr }) => stderr)).toEqual([
    "/nowhere/towns.ndjson can't be read: there is no such file.\n",
    `${MAIN}, line 1: it is not JSON.\n`,
    expect.stringMatching(/^No node answers at http:\S+: the node does not answer\.\n$/),
  ])
})

test('a node of its own for one replay', { timeout: 120_000 }, async () => {
  const { stdout, stderr, exitCode } = await replay(THREE_TOWNS, '--towns', '1', '--seed', '7')
  // How far it is, if it took long.
  expect(stderr).toMatch(/^(\d+ s: .* a second\n)*$/)
  expect(stdout).toMatch(/^1 towns of \S+, seed 7\.\nOwn node at http:\S+, in \/\S+, which goes with it\.\n/)
  expect(stdout).toContain('Residents      3 of 3\n')
  expect(stdout).toMatch(/read from the chain: 1 of 1 towns\n$/)
  expect(exitCode).toBe(0)
})
