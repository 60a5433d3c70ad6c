import { spawn } from 'node:child_process'
import { root } from './paths.ts'

export type RunResult = { exitCode: number; stdout: string; stderr: string }

/** Runs a program to its end, without input and without colours. A program that can't start has exit code 127. */
export const run = (
  program: string,
  options: readonly string[],
  { cwd = root, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<RunResult> =>
  new Promise((resolve) => {
    // FORCE_COLOR of the caller would win over NO_COLOR.
    const { FORCE_COLOR: _, ...inherited } = process.env
    const child = spawn(program, options, {
      cwd,
      env: { ...inherited, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', (error) => resolve({ exitCode: 127, stdout, stderr: `${program}: ${error.message}\n` }))
    child.on('close', (exitCode, signal) => {
      if (signal) stderr += `${program} was ended by ${signal}\n`
      resolve({ exitCode: exitCode ?? 1, stdout, stderr })
    })
  })
