import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startTestNode } from './node.ts'
import { founding, get, joining, newPerson, post, relay, sign } from './requests.ts'

const TIMEOUT = 120_000
/** Acts in flight when the node stops. */
const ACTS = 50
const TOWNS = 3

test(
  'a stop under load: each act is answered and done, or refused and not done',
  async () => {
    const first = await startTestNode()
    for (let town = 0; town < TOWNS; town += 1) {
      expect((await relay(first, newPerson(), { ...founding(first), gas: 1_000_000n })).status).toBe(200)
    }
    const people = Array.from({ length: ACTS }, newPerson)
    const signed = await Promise.all(
      people.map((person, index) => sign(first, person, { ...joining(first, (index % TOWNS) + 1), nonce: 0n })),
    )
    let answered = 0
    const acts = signed.map(async (body) => {
      // Some come to a server that does not listen any more.
      const answer = await post(first, '/api/relay', body).catch(() => undefined)
      answered += 1
      return answer
    })
    await expect.poll(() => answered, { interval: 1, timeout: 30_000 }).toBeGreaterThan(0)
    await first.stop({ keepHome: true })
    const answers = await Promise.all(acts)

    const second = await startTestNode({ home: first.home })
    try {
      for (const [index, person] of people.entries()) {
        const answer = answers[index]
        if (answer && answer.status !== 200) expect(answer).toMatchObject({ status: 503, body: { code: 'NOT_READY' } })
        const { status } = await get(second, `/api/wallets/by-owner/${person.address}`)
        expect([index, answer?.status, status === 200]).toEqual([index, answer?.status, answer?.status === 200])
      }
      expect(answers.filter((answer) => answer?.status === 200).length).toBeGreaterThan(0)
    } finally {
      await second.stop()
      rmSync(first.home, { recursive: true, force: true })
    }
  },
  TIMEOUT,
)
