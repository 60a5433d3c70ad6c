import { afterAll, beforeAll, expect, test } from 'vitest'
import { metricsRoutes } from '../../src/api/routes/metrics.ts'
import { createServer } from '../../src/api/server.ts'
import { startTestNode, type TestNode } from '../node.ts'
import { founding, gigCreation, newPerson, relay } from '../requests.ts'

let node: TestNode

beforeAll(async () => {
  node = await startTestNode()
}, 60_000)
afterAll(() => node?.stop(), 60_000)

const ask = (headers: Readonly<Record<string, string>> = {}) => fetch(`${node.url}/metrics`, { headers })

const figure = async (metric: string): Promise<number> => {
  const line = (await (await ask()).text()).split('\n').find((each) => each.startsWith(`${metric} `))
  return Number(line?.slice(metric.length + 1))
}

test('what happened is counted, and nobody is named', async () => {
  const founder = newPerson()
  expect((await relay(node, founder, { ...founding(node), gas: 1_000_000n })).status).toBe(200)
  expect((await relay(node, founder, gigCreation(node, 'first'))).status).toBe(422)
  expect((await fetch(`${node.url}/api/communities/1?visitor=${founder.address}`)).status).toBe(200)
  expect((await fetch(`${node.url}/api/${founder.address}`)).status).toBe(404)
  expect(await figure('town_acts_total{result="ok"}')).toBe(1)
  expect(await figure('town_acts_total{result="CommunityInactive"}')).toBe(1)
  expect(await figure('town_acts_waiting')).toBe(0)
  expect(await figure('town_http_requests_total{method="GET",route="/api/communities/:id",status="200"}')).toBe(1)
  expect(await figure('town_chain_height')).toBe(Number(await node.node.chain.height()))
  expect(await figure('town_index_lag')).toBe(0)
  expect(await figure('town_relayer_balance')).toBeGreaterThan(0)
  expect(await figure('process_resident_memory_bytes')).toBeGreaterThan(1e7)
  expect((await (await ask()).text()).toLowerCase()).not.toContain(founder.address.toLowerCase().slice(2))
})

test('error: whoever comes through a proxy finds nothing', async () => {
  for (const headers of [{ 'x-forwarded-for': '127.0.0.1' }, { forwarded: 'for=127.0.0.1' }]) {
    expect((await ask(headers)).status).toBe(404)
  }
  expect((await ask({ authorization: 'Bearer undefined' })).status).toBe(200)
})

test('with a token it is asked for, of this machine too', async () => {
  const config = { ...node.node.config, metricsToken: 'a token of twenty characters' }
  const metrics = { text: async () => 'figures', contentType: 'text/plain' }
  const app = await createServer({ ...node.node, config }, { plugins: [metricsRoutes({ metrics })] })
  const ask = (authorization: string, remoteAddress = '192.0.2.7') =>
    app.inject({ url: '/metrics', headers: { authorization }, remoteAddress })
  expect(await ask(`Bearer ${config.metricsToken}`)).toMatchObject({ statusCode: 200, body: 'figures' })
  for (const wrong of ['', config.metricsToken, `Bearer ${config.metricsToken}x`, 'Bearer']) {
    expect((await ask(wrong, '127.0.0.1')).statusCode).toBe(404)
  }
  await app.close()
})
