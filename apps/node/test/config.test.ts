import { homedir } from 'node:os'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'

const errorOf = (env: Readonly<Record<string, string>>): ConfigError => {
  try {
    readConfig(env)
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
    logLevel: 'warn',
  })
})

test('behavior: variables win, empty ones count as none', () => {
  expect(readConfig({ PORT: '0', HOST: '::1', TOWN_HOME: '/srv/town/', LOG_LEVEL: '' })).toEqual({
    home: '/srv/town',
    host: '::1',
    port: 0,
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
