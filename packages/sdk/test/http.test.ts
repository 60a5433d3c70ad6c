import { createTown, getCommunity, getHealth, isRetryable, listCommunities, TownError } from '@distributed-town/sdk'
import { describe, expect, test } from 'vitest'

const townThatAnswers = (respond: (url: string) => Response | Promise<Response>) =>
  createTown({ url: 'https://town.example/', fetch: async (url) => respond(String(url)) })

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })

const failureOf = async (respond: () => Response | Promise<Response>) => {
  try {
    await getCommunity(townThatAnswers(respond), { communityId: 1 })
  } catch (error) {
    if (error instanceof TownError) return error
    throw error
  }
  throw new Error('it did not fail')
}

describe('failures', () => {
  test('behavior: no answer', async () => {
    const failure = await failureOf(() => Promise.reject(new TypeError('fetch failed')))
    expect(failure).toMatchObject({ code: 'HTTP_UNREACHABLE', details: { path: '/api/communities/1' } })
    expect(isRetryable(failure)).toBe(true)
  })

  test('behavior: no answer in time', async () => {
    const failure = await failureOf(() => Promise.reject(new DOMException('too late', 'TimeoutError')))
    expect(failure.code).toBe('HTTP_TIMEOUT')
    expect(isRetryable(failure)).toBe(true)
  })

  test("behavior: the node's own error keeps its code and arguments", async () => {
    const details = { spendable: '5', amount: '9000000000000000000000' }
    const failure = await failureOf(() => json({ code: 'NotSpendable', message: 'x', details }, 422))
    expect(failure).toMatchObject({ code: 'NotSpendable', details: { spendable: 5n, amount: 9_000n * 10n ** 18n } })
    expect(isRetryable(failure)).toBe(false)
  })

  test('behavior: a code of a later node', async () => {
    const failure = await failureOf(() => json({ code: 'NEW_IN_2030', message: 'x' }, 422))
    expect(failure).toMatchObject({ code: 'HTTP_UNEXPECTED', details: { code: 'NEW_IN_2030' } })
  })

  test('behavior: a page of a proxy', async () => {
    const failure = await failureOf(() => new Response('<html>502</html>', { status: 502 }))
    expect(failure).toMatchObject({ code: 'HTTP_UNEXPECTED', details: { status: 502 } })
  })

  test('behavior: an answer of another shape', async () => {
    expect(await failureOf(() => json({ id: 'one' }))).toMatchObject({ code: 'HTTP_UNEXPECTED' })
  })
})

describe('requests', () => {
  test('default', async () => {
    const blocks = { height: 7, indexed: 7, lag: 0, finalized: 7 }
    const relayer = { address: `0x${'11'.repeat(20)}`, balance: 7n, funded: true }
    const health = { status: 'ok', chainId: 31_337, ...blocks, relayer, time: 1_700_000_000, version: '0.1.0' }
    const body = { ...health, relayer: { ...relayer, balance: '7' } }
    expect(await getHealth(townThatAnswers(() => json(body)))).toEqual(health)
  })

  test('behavior: what is not asked for is not in the query', async () => {
    const urls: string[] = []
    const town = townThatAnswers((url) => {
      urls.push(url)
      return json({ items: [], next: null })
    })
    await listCommunities(town)
    await listCommunities(town, { template: 0, q: 'Lime & Elm', limit: 5 })
    expect(urls).toEqual([
      'https://town.example/api/communities',
      'https://town.example/api/communities?template=0&q=Lime+%26+Elm&limit=5',
    ])
  })

  test('behavior: the configuration is asked for once, and again after a failure', async () => {
    let asked = 0
    const config = {
      chainId: 31_337,
      deploymentBlock: 1,
      contracts: Object.fromEntries(
        ['forwarder', 'registry', 'skillWallet', 'gigs', 'communityImplementation'].map((name) => [
          name,
          `0x${'11'.repeat(20)}`,
        ]),
      ),
      relay: '/relay',
      rpc: '/rpc',
      blockTime: 2_000,
    }
    const town = createTown({
      url: 'https://town.example',
      clock: () => 1_000_000,
      fetch: async () => (++asked === 1 ? new Response('', { status: 503 }) : json(config)),
    })
    await expect(town.config()).rejects.toMatchObject({ code: 'HTTP_UNEXPECTED' })
    expect((await town.config()).relay).toBe('/relay')
    // The device believes that it is 1,000 s.
    expect(await town.chainTime()).toBe(2_000)
    expect(asked).toBe(2)
  })
})
