import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** A node as people start it: a process of its own. */
export type NodeProcess = {
  readonly child: ChildProcess
  /** Resolves with the URL of the one line that it prints. */
  readonly url: Promise<string>
  readonly stdout: () => string
  readonly stderr: () => string
  readonly ended: Promise<number | NodeJS.Signals>
}

/**
 * @param options.through A program with options that becomes the node, as nsenter(1) does.
 * @param options.main Another command of the node.
 * @param options.args Its flags.
 */
export const startProcess = (
  env: Readonly<Record<string, string>>,
  {
    through = [],
    main = MAIN,
    args = [],
  }: { readonly through?: readonly string[]; readonly main?: string; readonly args?: readonly string[] } = {},
): NodeProcess => {
  const [program = '', ...options] = [...through, process.execPath, main, ...args]
  const child = spawn(program, options, {
    env: { ...process.env, PORT: '0', EXAMPLE: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? code ?? 0))
  })
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      const found = /https?:\S+/.exec(stdout)?.[0]
      if (found) resolve(found)
    })
    void ended.then((end) => reject(new Error(`the node ended (${end}) without a URL: ${stderr}`)))
  })
  // Not every test waits for it.
  url.catch(() => undefined)
  return { child, url, stdout: () => stdout, stderr: () => stderr, ended }
}

/** Ids of the processes that a process started, by their names. */
export const childrenOf = (pid: number): ReadonlyMap<string, number> =>
  new Map(listChildren(pid).map(({ name, pid: child }) => [name, child]))

/** The processes that a process started; several may have one name. */
export const listChildren = (pid: number): readonly { readonly name: string; readonly pid: number }[] =>
  readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return []
    const found = /^\d+ \((.*)\) \S (\d+)/.exec(readStat(entry))
    return found?.[1] && Number(found[2]) === pid ? [{ name: found[1], pid: Number(entry) }] : []
  })

export const isRunning = (pid: number): boolean => {
  const state = /\) (\S)/.exec(readStat(String(pid)))?.[1]
  return state !== undefined && state !== 'Z'
}

const readStat = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch (error) {
    // It ended since it was listed.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return ''
    throw error
  }
}

export const waitFor = async (condition: () => boolean, milliseconds = 10_000): Promise<void> => {
  const deadline = Date.now() + milliseconds
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('what was waited for did not happen')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
