import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { findFreePort } from '../../node/src/port.ts'
import { createPatientFetch } from '../src/patient-fetch.ts'

let server: ReturnType<typeof createServer> | undefined
const serve = async (listener: RequestListener, port = 0): Promise<string> => {
  server = createServer(listener).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
})

const { signal } = new AbortController()
const post = { method: 'POST', body: 'please' }

test('error: a node that stays away, or only fails', async () => {
  const patient = createPatientFetch({ signal, patienceSeconds: 0.5 })
  const gone = patient(`http://127.0.0.1:${await findFreePort()}/api`)
  await expect(gone).rejects.toMatchObject({
    code: 'NODE',
    message: expect.stringMatching(/within 0.5 s \(ECONNREFUSED/),
  })
  const failing = patient(await serve((_, response) => response.writeHead(500).end()))
  await expect(failing).rejects.toMatchObject({ code: 'NODE', message: expect.stringContaining('status 500') })
})

test('error: the replay is stopped while the node is away', async () => {
  const stopping = new AbortController()
  const patient = createPatientFetch({ signal: stopping.signal, say: () => stopping.abort() })
  await expect(patient(`http://127.0.0.1:${await findFreePort()}/api`)).rejects.toMatchObject({ code: 'STOPPED' })
})

test('a budget that is used up is the answer', async () => {
  const url = await serve((_, response) => response.writeHead(429).end('{"code":"GAS_BUDGET_SPENT","message":""}'))
  expect((await createPatientFetch({ signal })(url)).status).toBe(429)
})

test('asks again when it asked too often', async () => {
  const asked: string[] = []
  const url = await serve(async (request, response) => {
    asked.push(Buffer.concat(await request.toArray()).toString())
    if (asked.length < 3) response.writeHead(429, { 'retry-after': '0' }).end('{"code":"RATE_LIMITED","message":""}')
    else response.end('enough')
  })
  const response = await createPatientFetch({ signal })(url, { ...post, signal: AbortSignal.timeout(5000) })
  expect(await response.text()).toBe('enough')
  expect(asked).toEqual(['please', 'please', 'please'])
})

test('a node that ends in the middle of an answer and comes back is asked the same again, and that is said', async () => {
  let isBroken = true
  const url = await serve(async (request, response) => {
    if (isBroken) {
      response.writeHead(200, { 'content-length': 100 }).write('half of', () => response.socket?.destroy())
    } else response.end(Buffer.concat(await request.toArray()))
  })
  const said: string[] = []
  const say = (line: string) => {
    said.push(line)
    isBroken = false
  }
  const response = await createPatientFetch({ signal, say })(`${url}/api`, post)
  expect(await response.text()).toBe('please')
  expect(said).toEqual([
    `The node at ${url} does not answer (UND_ERR_SOCKET). Waiting for it, up to 120 s.`,
    'The node answers again.',
  ])
})
