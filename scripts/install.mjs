// node scripts/install.mjs [command …]: installs what a fresh Linux x64 machine with Node 20 and npm lacks: node_modules as
// locked, and the named commands from Debian. Plain JavaScript without imports from npm, as it runs before both.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Debian's package of each command that a script may ask for.
const DEBIAN_PACKAGES = { python3: 'python3', chromium: 'chromium' }

const root = fileURLToPath(new URL('..', import.meta.url))
const installedLock = `${root}node_modules/.installed-lock`

const installNodeModules = () => {
  // A digest rather than a time: git gives files the time of the checkout.
  const lock = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex')
  if (existsSync(installedLock) && readFileSync(installedLock, 'utf8') === lock) return
  run('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(installedLock, lock)
}

const installCommand = (command) => {
  const debianPackage = DEBIAN_PACKAGES[command]
  if (!debianPackage) throw new Error(`install.mjs knows no package for the command ${command}`)
  if (spawnSync('sh', ['-c', `command -v ${command}`]).status === 0) return
  const asRoot = process.getuid() === 0 ? [] : ['sudo', '-n']
  const aptGet = (...options) => {
    const [program, ...rest] = [...asRoot, 'apt-get', '-qq', ...options]
    run(program, rest, { ...process.env, DEBIAN_FRONTEND: 'noninteractive' })
  }
  aptGet('update')
  aptGet('install', '-y', '--no-install-recommends', debianPackage)
}

// What it prints is shown only if it fails.
const run = (program, options, env = process.env) => {
  process.stdout.write(`${[program, ...options].join(' ')}\n`)
  const { status, error, stdout, stderr } = spawnSync(program, options, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  })
  if (error) throw error
  if (status === 0) return
  process.stderr.write(stdout + stderr)
  process.exit(status ?? 1)
}

installNodeModules()
for (const command of process.argv.slice(2)) installCommand(command)
