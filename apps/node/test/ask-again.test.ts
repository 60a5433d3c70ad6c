import { beforeEach, expect, test } from 'vitest'
import { askAgain } from '../src/chain/ask-again.ts'
import type { RpcAnswer, RpcCall } from '../src/chain/ipc.ts'

// What anvil answers when it mines a block in the wrong moment, which no test can time.
const OVERTAKEN: RpcAnswer = {
  error: { code: -32602, message: 'BlockOutOfRangeError: block height is 10 but requested was 9' },
}
const ANSWER: RpcAnswer = { result: '0x2a' }
const CALL: RpcCall = { method: 'eth_call', params: [{}] }

let answers: RpcAnswer[]
let asked: RpcCall[]
const ask = askAgain(async (call) => {
  asked.push(call)
  return answers.shift() ?? OVERTAKEN
})

beforeEach(() => {
  asked = []
})

test('a question that a block overtook is asked again', async () => {
  answers = [OVERTAKEN, OVERTAKEN, ANSWER]
  expect(await ask(CALL)).toBe(ANSWER)
  expect(asked).toEqual([CALL, CALL, CALL])
})

test('a question about a block that is gone gets its answer after a few times', async () => {
  answers = []
  expect(await ask(CALL)).toBe(OVERTAKEN)
  expect(asked).toHaveLength(8)
})

test('any other answer is taken as it is', async () => {
  const reverted: RpcAnswer = { error: { code: 3, message: 'execution reverted' } }
  answers = [reverted]
  expect(await ask(CALL)).toBe(reverted)
  expect(asked).toHaveLength(1)
})
