import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { THREE_TOWNS } from './three-towns.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** The replay as people start it: a process of its own. */
export type ReplayProcess = {
  readonly child: ChildProcess
  readonly ended: Promise<{ readonly stdout: string; readonly stderr: string; readonly exitCode: number | null }>
}

export const startReplay = (
  args: readonly string[],
  { env = {} }: { readonly env?: Readonly<Record<string, string>> } = {},
): ReplayProcess => {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  const ended = new Promise<Awaited<ReplayProcess['ended']>>((resolve) => {
    child.once('close', (exitCode) => resolve({ ...said, exitCode }))
  })
  return { child, ended }
}

/**
 * The three towns on a node, with the report beside the folder.
 *
 * @param options.entries After so many in the journals of a run it is killed; left out: never.
 */
export const replayUntil = async ({
  url,
  folder,
  entries = Infinity,
}: {
  readonly url: string
  readonly folder: string
  readonly entries?: number
}) => {
  const { child, ended } = startReplay([
    THREE_TOWNS,
    '--seed',
    '5',
    '--url',
    url,
    '--run',
    folder,
    '--report',
    `${folder}-report`,
  ])
  if (entries < Infinity) {
    await untilEntries(entries, { folder, child })
    child.kill('SIGKILL')
  }
  return await ended
}

/** Resolves when the towns of a run that are under way have so many entries together, or the replay has ended before. */
export const untilEntries = async (
  entries: number,
  { folder, child }: { readonly folder: string; readonly child: ChildProcess },
): Promise<void> => {
  while (child.exitCode === null && countEntries(folder) < entries) await sleep(10)
}

const countEntries = (folder: string): number => {
  try {
    const journals = readdirSync(folder).filter((name) => name.endsWith('.ndjson'))
    return journals.reduce((sum, name) => sum + readFileSync(join(folder, name), 'utf8').split('\n').length - 1, 0)
  } catch (error) {
    // It is not there yet, or a town was done since.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0
    throw error
  }
}
