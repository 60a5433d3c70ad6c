import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { childrenOf, isRunning, type NodeProcess, startProcess, waitFor } from './process.ts'

const TIMEOUT = 120_000

let home: string
const running: NodeProcess[] = []
const start = (env: Readonly<Record<string, string>> = {}) => {
  const started = startProcess({ TOWN_HOME: home, ...env })
  running.push(started)
  return started
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'town-'))
})
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    const children = [...childrenOf(child.pid ?? 0).values()]
    child.kill('SIGKILL')
    await ended
    await waitFor(() => !children.some(isRunning))
  }
  rmSync(home, { recursive: true })
}, TIMEOUT)

const health = async (url: string) => (await fetch(`${url}/api/health`)).json()

test.each(['SIGINT', 'SIGTERM'] as const)(
  'one line, and a clean end on %s',
  async (signal) => {
    const node = start()
    const url = await node.url
    expect(await health(url)).toMatchObject({ status: 'ok' })
    const children = [...childrenOf(node.child.pid ?? 0).values()]
    expect(children).toHaveLength(2)
    node.child.kill(signal)
    expect(await node.ended).toBe(0)
    expect(node.stdout()).toBe(`Distributed Town: ${url}\n`)
    expect(node.stderr()).toBe('')
    expect(children.filter(isRunning)).toEqual([])
  },
  TIMEOUT,
)

test(
  'kill -9 takes the children along, and the next start works',
  async () => {
    const node = start()
    await node.url
    const children = [...childrenOf(node.child.pid ?? 0).values()]
    node.child.kill('SIGKILL')
    await node.ended
    // At once, while they may still be ending.
    const next = start()
    expect(await health(await next.url)).toMatchObject({ status: 'ok' })
    expect(children.filter(isRunning)).toEqual([])
  },
  TIMEOUT,
)

test(
  'secrets are readable by their owner only',
  async () => {
    const node = start()
    await node.url
    const files = readdirSync(home).filter((name) => statSync(join(home, name)).isFile())
    expect(files).toEqual(expect.arrayContaining(['operator.key', 'relayer.key', 'secret', 'postgres.password']))
    for (const name of files) expect([name, statSync(join(home, name)).mode & 0o777]).toEqual([name, 0o600])
    for (const name of ['chain', 'log', 'postgres']) expect(statSync(join(home, name)).mode & 0o777).toBe(0o700)
  },
  TIMEOUT,
)

test(
  'error: a child that ends by itself ends the node with a reason',
  async () => {
    const node = start()
    await node.url
    process.kill(childrenOf(node.child.pid ?? 0).get('postgres') ?? 0, 'SIGKILL')
    expect(await node.ended).toBe(1)
    // Its connections may say so before the process does.
    expect(node.stderr()).toMatch(/PostgreSQL ended \(SIGKILL\)|unexpected postmaster exit/)
  },
  TIMEOUT,
)

test(
  'error: a second node in the same folder, or on the same port',
  async () => {
    const node = start()
    const url = await node.url
    const second = start()
    expect(await second.ended).toBe(1)
    expect(second.stderr()).toBe(
      `another node is running in ${home}: stop it first, or give this one a folder of its own by TOWN_HOME\n`,
    )
    const elsewhere = mkdtempSync(join(tmpdir(), 'town-'))
    const { port } = new URL(url)
    const third = start({ TOWN_HOME: elsewhere, PORT: port })
    expect(await third.ended).toBe(1)
    expect(third.stderr()).toContain(`port ${port} of 127.0.0.1 is in use`)
    rmSync(elsewhere, { recursive: true })
    expect(second.stdout() + third.stdout()).toBe('')
  },
  TIMEOUT,
)

test(
  'all variables and flags are listed on demand, without starting anything',
  async () => {
    const { child } = startProcess({ TOWN_HOME: home }, { args: ['--help'] })
    const listed = await new Promise<string>((resolve) => {
      child.stdout?.once('data', (text: string) => resolve(String(text)))
    })
    expect(listed).toContain('TOWN_HOME')
    expect(listed).toContain('--lan')
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
    expect(readdirSync(home)).toEqual([])
  },
  TIMEOUT,
)

test(
  'error: a wrong configuration',
  async () => {
    const node = start({ PORT: 'http', HOST: '-' })
    expect(await node.ended).toBe(1)
    expect(node.stdout()).toBe('')
    expect(node.stderr()).toContain('PORT must be a whole number from 0 to 65535, it is "http"')
    expect(node.stderr()).toContain('HOST must be')
  },
  TIMEOUT,
)

test.each(['throw new Error("boom")', 'Promise.reject(new Error("boom"))'])(
  'error: a fault that nobody caught ends the node cleanly: %s',
  async (fault) => {
    const code = encodeURIComponent(`process.on('SIGUSR2', () => { ${fault} })`)
    const node = start({ NODE_OPTIONS: `--import=data:text/javascript,${code}` })
    await node.url
    node.child.kill('SIGUSR2')
    expect(await node.ended).toBe(1)
    expect(node.stderr()).toContain('boom')
    // The dump of the end: it has more than the first one, which was made before the contracts.
    expect(JSON.parse(readFileSync(join(home, 'chain/state.json'), 'utf8')).best_block_number).toBeGreaterThan(1)
    expect(existsSync(join(home, 'postgres/postmaster.pid'))).toBe(false)
  },
  TIMEOUT,
)
