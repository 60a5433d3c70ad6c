import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fetchChain } from '../src/chain/fetch-chain.ts'

// What anvil answers when it mines a block in the wrong moment, which no test can time.
const OVERTAKEN = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  error: { code: -32602, message: 'BlockOutOfRangeError: block height is 10 but requested was 9' },
})
const ANSWER = JSON.stringify({ jsonrpc: '2.0', id: 1, result: '0x2a' })

let answers: string[]
const asked: string[] = []
const server = createServer(async (request, response) => {
  asked.push(Buffer.concat(await request.toArray()).toString())
  response.setHeader('content-type', 'application/json').end(answers.shift() ?? OVERTAKEN)
})

beforeEach(async () => {
  asked.splice(0)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
})

const ask = () =>
  fetchChain(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { method: 'POST', body: '{}' })

test('a question that a block overtook is asked again', async () => {
  answers = [OVERTAKEN, OVERTAKEN, ANSWER]
  expect(await (await ask()).text()).toBe(ANSWER)
  expect(asked).toEqual(['{}', '{}', '{}'])
})

test('a question about a block that is gone gets its answer after a few times', async () => {
  answers = []
  expect(await (await ask()).text()).toBe(OVERTAKEN)
  expect(asked).toHaveLength(8)
})

test('any other answer is taken as it is', async () => {
  const reverted = JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: 3, message: 'execution reverted' } })
  answers = [reverted]
  expect(await (await ask()).text()).toBe(reverted)
  expect(asked).toHaveLength(1)
})
