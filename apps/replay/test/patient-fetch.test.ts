import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { patientFetch } from '../src/patient-fetch.ts'

const asked: string[] = []
const server = createServer(async (request, response) => {
  asked.push(Buffer.concat(await request.toArray()).toString())
  if (asked.length < 3) response.writeHead(429, { 'retry-after': '0' }).end('{"code":"RATE_LIMITED"}')
  else response.end('enough')
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

test('asks again when it asked too often', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const response = await patientFetch(url, { method: 'POST', body: 'please', signal: AbortSignal.timeout(5000) })
  expect(await response.text()).toBe('enough')
  expect(asked).toEqual(['please', 'please', 'please'])
})
