// npm run forge -- <arguments>: the native forge, in contracts/. Not the launcher from npm: that one leaves orphans.
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const forge = (options, env = {}) => {
  const { status, error } = spawnSync(`${root}node_modules/@foundry-rs/forge-linux-amd64/bin/forge`, options, {
    cwd: `${root}contracts`,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  if (error) throw error
  return status ?? 1
}

// Forge lets the gas test write only where a file is.
const measured = `${root}contracts/snapshots/measured/actions.json`
if (!existsSync(measured)) writeFileSync(measured, '{}\n')

const options = process.argv.slice(2)
// The tests deploy what the default profile builds (contracts/test/Built.sol).
process.exitCode =
  options[0] === 'test' ? forge(['build', 'src']) || forge(options, { FOUNDRY_PROFILE: 'test' }) : forge(options)
