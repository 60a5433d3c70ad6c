import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { expect, test } from 'vitest'
import { ConfigError, createAddressMatcher, describeConfig, readConfig } from '../src/config.ts'

const errorOf = (env: Readonly<Record<string, string>>, args: readonly string[] = []): ConfigError => {
  try {
    readConfig(env, args)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('the configuration was accepted')
}

test('default', () => {
  expect(readConfig({})).toEqual({
    home: `${homedir()}/.distributed-town`,
    host: '127.0.0.1',
    port: 4680,
    trustedProxies: [],
    lan: false,
    reader: false,
    example: true,
    logLevel: 'warn',
  })
})

test('behavior: variables win, empty ones count as none', () => {
  expect(readConfig({ PORT: '0', HOST: '::1', TOWN_HOME: '/srv/town/', LOG_LEVEL: '' })).toEqual({
    home: '/srv/town',
    host: '::1',
    port: 0,
    trustedProxies: [],
    lan: false,
    reader: false,
    example: true,
    logLevel: 'warn',
  })
})

test('behavior: a relative folder is one of the present folder', () => {
  expect(readConfig({ TOWN_HOME: 'town' }).home).toBe(`${process.cwd()}/town`)
})

test('error: every wrong variable is named with its value', () => {
  const error = errorOf({ PORT: '70000', HOST: 'a b', LOG_LEVEL: 'loud' })
  expect(error.variables.toSorted()).toEqual(['HOST', 'LOG_LEVEL', 'PORT'])
  expect(error.message).toContain('PORT must be a whole number from 0 to 65535, it is "70000"')
  expect(error.message).toContain('HOST must be an IP address or a host name, it is "a b"')
  expect(error.message).toContain('LOG_LEVEL must be one of trace, debug')
})

test.each(['-1', '1.5', '0x10', '80a', '65536', ' 80'])('error: port %s', (port) => {
  expect(errorOf({ PORT: port }).variables).toEqual(['PORT'])
})

test('behavior: the address that people know', () => {
  expect(readConfig({ PUBLIC_URL: 'https://town.example' }).publicUrl?.href).toBe('https://town.example/')
  for (const wrong of ['town.example', 'ftp://town.example', 'https://town.example/?a', 'https://me@town.example']) {
    expect(errorOf({ PUBLIC_URL: wrong }).variables).toEqual(['PUBLIC_URL'])
  }
})

test('behavior: the requests of one address', () => {
  expect(readConfig({ MAX_REQUESTS: '60000' }).maxRequests).toBe(60_000)
  for (const wrong of ['0', '-1', '1.5', 'many', '1e9']) {
    expect(errorOf({ MAX_REQUESTS: wrong }).variables).toEqual(['MAX_REQUESTS'])
  }
})

test('behavior: another chain, and budgets of gas', () => {
  const key = `0x${'ab'.repeat(32)}`
  const env = { RPC_URL: 'https://rpc.example/secret', CHAIN_ID: '100', RELAYER_KEY: key, GAS_TOWN: '5000000' }
  expect(readConfig(env)).toMatchObject({
    chain: { rpcUrl: 'https://rpc.example/secret', chainId: 100, confirmations: 5, relayerKey: key },
    gas: { town: 5_000_000n },
  })
})

test('error: half of another chain, and secrets that are wrong are not repeated', () => {
  expect(errorOf({ RPC_URL: 'https://rpc.example/secret' }).message).toContain('CHAIN_ID is missing')
  expect(errorOf({ CHAIN_ID: '100' }).message).toContain('RPC_URL is missing')
  expect(errorOf({ RELAYER_KEY: `0x${'ab'.repeat(32)}` }).message).toContain('RPC_URL is missing')
  const { message, variables } = errorOf({ RPC_URL: 'secret', RELAYER_KEY: 'secret', GAS_NODE: '-1' })
  expect(variables.toSorted()).toEqual(['GAS_NODE', 'RELAYER_KEY', 'RPC_URL'])
  expect(message).not.toContain('"secret"')
})

test('behavior: behind a proxy the one on this machine is believed, or those that are named', () => {
  expect(readConfig({ PUBLIC_URL: 'https://town.example' }).trustedProxies).toEqual(['127.0.0.0/8', '::1'])
  const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::1' })
  const isTrusted = createAddressMatcher(trustedProxies)
  expect(['10.9.8.7', '::ffff:10.9.8.7', '2001:db8::1'].map(isTrusted)).toEqual([true, true, true])
  expect(['11.0.0.1', '2001:db8::2', '127.0.0.1', '', 'town'].map(isTrusted)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ])
  for (const wrong of ['10.0.0.0/33', 'proxy', '10.0.0.1/8/8', '::1/129', '10.0.0.1/']) {
    expect(errorOf({ TRUSTED_PROXIES: wrong }).variables).toEqual(['TRUSTED_PROXIES'])
  }
})

test('behavior: flags', () => {
  expect(readConfig({}, ['--lan'])).toMatchObject({ lan: true, host: '0.0.0.0' })
  expect(readConfig({ HOST: '192.0.2.1' }, ['--lan'])).toMatchObject({ lan: true, host: '192.0.2.1' })
  expect(readConfig({}, ['--empty'])).toMatchObject({ example: false })
  expect(readConfig({ EXAMPLE: 'off' })).toMatchObject({ example: false })
  expect(readConfig({ DATABASE_URL: 'postgres://town@db/town' }, ['--reader'])).toMatchObject({ reader: true })
})

test('error: flags that nobody knows or that do not go together', () => {
  expect(errorOf({}, ['--lann']).message).toContain("Unknown option '--lann'; --help lists them")
  expect(errorOf({}, ['backup']).variables).toEqual(['flags'])
  expect(errorOf({}, ['--reader']).message).toContain('DATABASE_URL is missing')
  expect(errorOf({ PUBLIC_URL: 'https://town.example' }, ['--lan']).message).toContain('exclude each other')
})

test('error: what is secret is not repeated', () => {
  const { message } = errorOf({ DATABASE_URL: 'mysql://me:hunter2@db/town', METRICS_TOKEN: 'hunter2' })
  expect(message).toContain('DATABASE_URL must be')
  expect(message).toContain('METRICS_TOKEN must have at least 16 characters')
  expect(message).not.toContain('hunter2')
})

test('the help names every variable and flag once', () => {
  const lines = describeConfig().split('\n')
  const source = readFileSync(new URL('../src/config.ts', import.meta.url), 'utf8')
  const names = [...source.matchAll(/^ {2}([A-Z_]+): z$/gm)].map(([, name]) => name ?? '')
  expect(names.length).toBeGreaterThan(7)
  for (const name of [...names, '--lan', '--reader', '--help']) {
    expect(lines.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1)
  }
  expect(lines.find((line) => line.includes('PORT'))).toContain('(4680)')
})
