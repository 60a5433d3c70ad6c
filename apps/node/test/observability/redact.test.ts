import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicClient, http } from 'viem'
import { expect, test } from 'vitest'
import { describeFault } from '../../src/observability/describe-fault.ts'
import { createLog, LOG_FOLDER } from '../../src/observability/log.ts'
import { redact } from '../../src/observability/redact.ts'
import { findFreePort } from '../../src/port.ts'

const KEY = 'c0ffee00'.repeat(8)

test.each([
  [`key ${KEY} ends`, 'key c0ffee00… ends'],
  [`0x${KEY}`, '0xc0ffee00…'],
  [`signature 0x${KEY}${KEY}1b`, 'signature 0xc0ffee00…'],
  [`"${KEY.toUpperCase()}"`, '"C0FFEE00…"'],
  ['nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5', 'nsec…'],
  [`content ${'Ab+/'.repeat(30)}==`, 'content …'],
  ['postgres://town:hunter2@127.0.0.1:5432/postgres', 'postgres://town:…@127.0.0.1:5432/postgres'],
  ['"URL: https://rpc.example/v2/0123456789abcdef?key=x\\nDetails"', '"URL: https://rpc.example/…\\nDetails"'],
  ['https://town:hunter2@rpc.example?key=x y', 'https://town:…@rpc.example/… y'],
  ['from 203.0.113.7', 'from address'],
  ['from "203.0.113.7:4680"', 'from "address:4680"'],
  ['from 2001:db8::7, too', 'from address, too'],
  ['from ::ffff:203.0.113.7', 'from address'],
])('%s', (line, expected) => {
  expect(redact(line)).toBe(expected)
})

test.each([
  '{"level":40,"time":1795230479982,"block":12,"msg":"a connection to the database broke"}',
  'connect ECONNREFUSED 127.0.0.1:5432',
  'to 0x5FbDB2315678afecb367f032d93F642f64180aa3 at 12:30:59',
  '    at lockCursor (file:///srv/town/apps/node/src/db/chain/cursor.ts:20:3)',
  'listens at http://127.0.0.1:4680/',
  'anvil 1.7.1, PostgreSQL 18.4',
])('behavior: stays as it is: %s', (line) => {
  expect(redact(line)).toBe(line)
})

test('behavior: the key in the address of a provider is neither in the log nor in what ends the node', async () => {
  const home = mkdtempSync(join(tmpdir(), 'town-'))
  const url = `http://town:hunter2@127.0.0.1:${await findFreePort()}/v2/c0ffee-key?apikey=another-key`
  const client = createPublicClient({ transport: http(url, { retryCount: 0 }) })
  const error: unknown = await client.getBlockNumber().catch((cause: unknown) => cause)
  expect(error).toMatchObject({ message: expect.stringContaining('c0ffee-key') })
  createLog({ home, logLevel: 'warn' }).warn({ err: error }, 'the chain does not answer')
  const told = readFileSync(join(home, LOG_FOLDER, 'node.log'), 'utf8') + describeFault(error)
  expect(told).toContain('the chain does not answer')
  expect(told).not.toMatch(/c0ffee-key|another-key|hunter2/)
  rmSync(home, { recursive: true })
})
