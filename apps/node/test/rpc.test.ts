import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { pino } from 'pino'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rpcRoutes } from '../src/api/routes/rpc.ts'
import { createServer as createApp } from '../src/api/server.ts'
import type { RpcCall } from '../src/chain/ipc.ts'
import { createRpc } from '../src/chain/rpc.ts'
import { startTestNode, type TestNode } from './node.ts'
import { get, newPerson, post } from './requests.ts'

let node: TestNode

beforeAll(async () => {
  node = await startTestNode()
}, 60_000)

afterAll(async () => {
  await node.stop()
}, 60_000)

const ask = async (method: string, ...params: readonly unknown[]) =>
  (await post(node, '/rpc', { jsonrpc: '2.0', id: 1, method, params })).body

/** Runtime code that answers with the time of the block. */
const CLOCK_CODE = '0x425f5260205ff3'

test('default', async () => {
  expect(await ask('eth_chainId')).toEqual({ jsonrpc: '2.0', id: 1, result: '0x7a69' })
  expect(await ask('eth_blockNumber')).toMatchObject({ result: expect.stringMatching(/^0x/) })
  const { forwarder } = node.node.deployment.contracts
  expect(await ask('eth_getCode', forwarder, 'latest')).toMatchObject({ result: expect.stringMatching(/^0x60/) })
})

test('behavior: there are no accounts to sign with', async () => {
  expect(await ask('eth_accounts')).toEqual({ jsonrpc: '2.0', id: 1, result: [] })
})

test('behavior: a call sees the present time, though the latest block is old', async () => {
  node.advance(1000)
  const answer = await ask('eth_call', { data: `0x600480600b5f395ff3${CLOCK_CODE.slice(2)}` })
  expect(answer).toHaveProperty('result')
  const before = node.node.chain.time()
  const time = (await ask('eth_call', { data: CLOCK_CODE })) as { result: string }
  expect(Number(time.result)).toBeGreaterThanOrEqual(before)
  expect(Number(time.result)).toBeLessThanOrEqual(node.node.chain.time())
})

test('behavior: a call of a revert answers with its data', async () => {
  const { registry } = node.node.deployment.contracts
  expect(await ask('eth_call', { to: registry, data: '0x12345678' })).toMatchObject({
    error: { code: expect.any(Number) },
  })
})

test('behavior: a batch', async () => {
  const requests = [1, 2, 3].map((id) => ({ jsonrpc: '2.0', id, method: id === 2 ? 'anvil_mine' : 'eth_chainId' }))
  const { body } = await post(node, '/rpc', requests)
  expect(body).toMatchObject([{ id: 1, result: '0x7a69' }, { id: 2, error: { code: -32601 } }, { id: 3 }])
})

test('error: an empty batch, one that is too long, and what is no request', async () => {
  const request = { jsonrpc: '2.0', id: 1, method: 'eth_chainId' }
  for (const body of [[], Array.from({ length: 21 }, () => request), { id: 1 }, 'null', '7']) {
    expect((await post(node, '/rpc', body)).body).toMatchObject({ id: null, error: { code: -32600 } })
  }
  expect((await post(node, '/rpc', [7])).body).toMatchObject([{ error: { code: -32600 } }])
})

test('error: malformed JSON', async () => {
  expect(await post(node, '/rpc', '{')).toMatchObject({ status: 400, body: { code: 'MALFORMED_JSON' } })
})

test.each([
  'anvil_setBalance',
  'anvil_dumpState',
  'anvil_impersonateAccount',
  'evm_mine',
  'evm_setNextBlockTimestamp',
  'hardhat_setCode',
  'debug_traceTransaction',
  'trace_block',
  'personal_sign',
  'txpool_content',
  'eth_sendTransaction',
  'eth_sign',
  'eth_signTypedData_v4',
  'eth_newFilter',
  'eth_subscribe',
  'otterscan_getApiLevel',
  'toString',
  '__proto__',
  'Anvil_mine',
  'EVM_MINE',
  'anvil_mine ',
  'eth_CALL',
  'ETH_SENDRAWTRANSACTION',
  'anvil_loadState',
  'anvil_reset',
  'anvil_autoImpersonateAccount',
  'evm_revert',
  'hardhat_impersonateAccount',
  'debug_traceCall',
  'personal_unlockAccount',
  'eth_signTransaction',
  'eth_sendUnsignedTransaction',
  'eth_sendBundle',
  'erigon_getHeaderByNumber',
  'ots_getApiLevel',
  'wallet_sendTransaction',
  '',
])('error: %s does not exist', async (method) => {
  expect(await ask(method)).toMatchObject({ error: { code: -32601 } })
})

test('error: methods in a batch, twice in one request, or in a list are no way round', async () => {
  const mine = { jsonrpc: '2.0', id: 1, method: 'anvil_mine', params: [] }
  const height = await node.node.chain.height()
  expect((await post(node, '/rpc', [mine, mine])).body).toMatchObject([
    { error: { code: -32601 } },
    { error: { code: -32601 } },
  ])
  expect((await post(node, '/rpc', [[mine]])).body).toMatchObject([{ error: { code: -32600 } }])
  expect((await post(node, '/rpc', { ...mine, method: ['anvil_mine'] })).body).toMatchObject({
    error: { code: -32600 },
  })
  for (const [first, second] of [
    ['eth_chainId', 'anvil_mine'],
    ['anvil_mine', 'eth_chainId'],
  ]) {
    await post(node, '/rpc', `{"jsonrpc":"2.0","id":1,"method":"${first}","method":"${second}"}`)
  }
  expect((await post(node, '/rpc', [{ ...mine, id: undefined }, mine])).body).toHaveLength(1)
  expect(await node.node.chain.height()).toBe(height)
})

test('error: the keys that everybody knows of anvil have nothing', async () => {
  const known = mnemonicToAccount('test test test test test test test test test test test junk')
  expect(await ask('eth_getBalance', known.address, 'latest')).toMatchObject({ result: '0x0' })
  const raw = await known.signTransaction({
    type: 'eip1559',
    chainId: 31_337,
    to: known.address,
    gas: 21_000n,
    maxFeePerGas: 10n ** 10n,
    nonce: 0,
  })
  expect(await ask('eth_sendRawTransaction', raw)).toMatchObject({ error: { code: -32003 } })
})

test('error: overrides of the state, and too much gas is cut down', async () => {
  const override = { '0x0000000000000000000000000000000000000001': { code: CLOCK_CODE } }
  expect(await ask('eth_call', { data: '0x' }, 'latest', override)).toMatchObject({ error: { code: -32602 } })
  expect(await ask('eth_call', { data: CLOCK_CODE, gas: '0xffffffffffff' })).toHaveProperty('result')
})

test('error: fees of the past with thousands of percentiles for each block', async () => {
  expect(await ask('eth_feeHistory', '0x2', 'latest', [10, 50])).toMatchObject({
    result: { reward: expect.anything() },
  })
  expect(await ask('eth_feeHistory', '0x2', 'latest', [])).toHaveProperty('result')
  for (const percentiles of [Array.from({ length: 101 }, () => 0), { length: 20_000 }, ['0']])
    expect(await ask('eth_feeHistory', '0x400', 'latest', percentiles)).toMatchObject({ error: { code: -32602 } })
})

test('error: a raw transaction that is none, or whose sender has nothing', async () => {
  expect(await ask('eth_sendRawTransaction', '0x1234')).toMatchObject({
    error: { message: 'not a signed transaction' },
  })
  expect(await ask('eth_sendRawTransaction', 7)).toMatchObject({ error: { code: -32602 } })
  const raw = await newPerson().signTransaction({
    type: 'eip1559',
    chainId: 31_337,
    to: node.node.deployment.contracts.registry,
    gas: 100_000n,
    maxFeePerGas: 10n ** 10n,
    nonce: 0,
  })
  expect(await ask('eth_sendRawTransaction', raw)).toMatchObject({
    error: { code: -32003, message: 'its sender can not pay for it' },
  })
})

test('health and configuration', async () => {
  expect(await get(node, '/api/health')).toMatchObject({ status: 200, body: { status: 'ok', chainId: 31_337, lag: 0 } })
  const { body } = await get(node, '/api/config')
  expect(body).toMatchObject({
    chainId: 31_337,
    rpc: '/rpc',
    relay: '/relay',
    contracts: node.node.deployment.contracts,
  })
  expect((body as { blockTime: number }).blockTime).toBe(node.node.chain.time())
})

test('error: unknown routes', async () => {
  expect(await get(node, '/api/nothing')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  expect(await get(node, '/rpc')).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } })
})

test('error: hex that is none, and parameters that are nested too deep, are answered as errors of JSON-RPC', async () => {
  expect(await ask('eth_call', { data: '0x', gas: '0x' })).toMatchObject({ error: { code: -32602 } })
  expect(await ask('eth_sendRawTransaction', '0x')).toMatchObject({ error: { code: -32602 } })
  expect(await ask('eth_sendRawTransaction', '0x123')).toMatchObject({ error: { code: -32602 } })
  const params = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
  for (const method of ['eth_getBalance', 'eth_call', 'eth_sendRawTransaction']) {
    const answer = await post(node, '/rpc', `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${params}}`)
    expect(answer).toMatchObject({ status: 200, body: { id: 1, error: { code: -32602 } } })
  }
})

test('error: half a character of UTF-16, which the chain can not read, is an error of that request alone', async () => {
  const ask = (params: string) =>
    post(node, '/rpc', `{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":${params}}`)
  for (const half of ['\\ud800', '\\udfff', 'a\\\\\\ud83d'])
    expect((await ask(`["${half}","latest"]`)).body).toMatchObject({ id: 1, error: { code: -32602 } })
  expect((await ask('[{"\\udc00":1}]')).body).toMatchObject({ id: 1, error: { code: -32602 } })
  // A whole character, and text that only looks like half of one: the chain refuses them itself.
  for (const whole of ['\\ud83d\\ude00', '\\\\ud800'])
    expect((await ask(`["${whole}","latest"]`)).body).toMatchObject({
      error: { message: expect.stringMatching(/did not match/) },
    })
  expect(await get(node, '/api/health')).toMatchObject({ status: 200 })
})

test('error: a chain that does not answer is an error of each request', async () => {
  const rpc = createRpc({
    chain: { ...node.node.chain, request: () => Promise.reject(new Error('gone')) },
    log: pino({ level: 'silent' }),
  })
  const requests = ['eth_chainId', 'eth_call', 'eth_accounts'].map((method, id) => ({
    jsonrpc: '2.0',
    id,
    method,
    params: [{}],
  }))
  expect(await rpc.answer(requests)).toMatchObject([
    { id: 0, error: { code: -32603 } },
    { id: 1, error: { code: -32603 } },
    { id: 2, result: [] },
  ])
})

test('behavior: few calls at a time, few wait, and each has at most 5 million gas', async () => {
  let open = 0
  let most = 0
  const gas = new Set<unknown>()
  const request = async ({ params }: RpcCall) => {
    open += 1
    most = Math.max(most, open)
    gas.add((params as { gas: unknown }[])[0]?.gas)
    await new Promise((resolve) => setTimeout(resolve, 20))
    open -= 1
    return { result: '0x' }
  }
  const rpc = createRpc({ chain: { ...node.node.chain, request }, log: pino({ level: 'silent' }) })
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, id) =>
      rpc.answer({ jsonrpc: '2.0', id, method: 'eth_call', params: [{ gas: '0xffffffff' }] }),
    ),
  )
  expect(most).toBe(4)
  expect([...gas]).toEqual(['0x4c4b40'])
  expect(answers.filter((answer) => answer !== undefined && 'result' in answer)).toHaveLength(68)
  expect(answers[99]).toMatchObject({ error: { code: -32005 } })
})

test('behavior: of a chain that others mine everything is asked a few at a time', async () => {
  let open = 0
  let most = 0
  const work = async <Result>(result: Result) => {
    open += 1
    most = Math.max(most, open)
    await new Promise((resolve) => setTimeout(resolve, 20))
    open -= 1
    return result
  }
  const rpc = createRpc({
    chain: {
      ...node.node.chain,
      isForeign: true,
      request: () => work({ result: '0x1' }),
      submitForeign: () => work({ hash: '0x12' }),
    },
    log: pino({ level: 'silent' }),
  })
  const methods = ['eth_getBalance', 'eth_sendRawTransaction', 'eth_getBlockReceipts']
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, id) =>
      rpc.answer({ jsonrpc: '2.0', id, method: methods[id % 3], params: ['0x12'] }),
    ),
  )
  expect(most).toBe(4)
  expect(answers.filter((answer) => answer !== undefined && 'result' in answer)).toHaveLength(68)
  expect(answers[99]).toMatchObject({ error: { code: -32005 } })
})

test('behavior: logs of a bounded range, few searches at a time', async () => {
  const asked: unknown[] = []
  let open = 0
  let most = 0
  const request = async ({ method, params }: RpcCall) => {
    if (method !== 'eth_getLogs') return { result: '0x0' }
    open += 1
    most = Math.max(most, open)
    await new Promise((resolve) => setTimeout(resolve, 20))
    open -= 1
    asked.push((params as unknown[])[0])
    return { result: [] }
  }
  const chain = { ...node.node.chain, request, height: async () => 20_000n }
  const rpc = createRpc({ chain, log: pino({ level: 'silent' }) })
  const search = (...params: unknown[]) => rpc.answer({ jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params })
  const bounded = [
    {},
    { fromBlock: '0x1', toBlock: '0x2710' },
    { fromBlock: '0x2711' },
    { fromBlock: 'latest', toBlock: 'latest', address: '0x00' },
    { blockHash: `0x${'11'.repeat(32)}` },
  ]
  for (const filter of bounded) expect(await search(filter)).toMatchObject({ result: [] })
  expect(asked).toEqual(bounded)
  for (const filter of [
    { fromBlock: 'earliest' },
    { fromBlock: '0x0', toBlock: '0x2710' },
    { fromBlock: '0x1', toBlock: 'latest' },
    { fromBlock: '0x0', toBlock: '0xffffffff' },
  ])
    expect(await search(filter)).toMatchObject({ error: { code: -32005 } })
  for (const filter of [
    null,
    7,
    'x',
    [],
    { fromBlock: 'first' },
    { fromBlock: '1' },
    { toBlock: `0x${'f'.repeat(17)}` },
  ])
    expect(await search(filter)).toMatchObject({ error: { code: -32602 } })
  expect(asked).toHaveLength(bounded.length)
  const answers = await Promise.all(Array.from({ length: 100 }, () => search({})))
  expect(most).toBe(4)
  expect(answers[99]).toMatchObject({ error: { code: -32005 } })
})

test('behavior: the requests of a batch count for the limit', async () => {
  const app = await createApp(node.node, { plugins: [rpcRoutes], maxRequests: 30 })
  const batch = Array.from({ length: 20 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'eth_accounts' }))
  const send = async () => (await app.inject({ method: 'POST', url: '/rpc', payload: batch })).statusCode
  expect([await send(), await send()]).toEqual([200, 429])
  await app.close()
})

test('error: what is no HTTP', async () => {
  const { hostname, port } = new URL(node.url)
  const socket = connect(Number(port), hostname)
  socket.end('nonsense\r\n\r\n')
  const answer = Buffer.concat(await socket.toArray()).toString()
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual({
    code: 'INVALID_REQUEST',
    message: expect.any(String),
  })
})

test('error: the chain itself is out of reach of others', async () => {
  const folder = join(node.home, 'chain')
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'rpc.sock')).isSocket()).toBe(true)
  // What it listens on besides has an address that no connection can be made to.
  const addresses = listenersOf(node.children.anvil.pid)
  expect(addresses).toHaveLength(1)
  for (const { host, port } of addresses) {
    expect(host).toBe('224.0.0.1')
    for (const target of [host, '127.0.0.1', 'localhost']) {
      await expect(fetch(`http://${target}:${port}`, { method: 'POST', body: '{}' })).rejects.toThrow()
    }
  }
})

/** Where a process listens on TCP, as proc(5) tells. */
const listenersOf = (pid: number): readonly { readonly host: string; readonly port: number }[] => {
  const sockets = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /socket:\[(\d+)\]/.exec(linkOf(pid, fd))?.[1] ?? [])
  return ['tcp', 'tcp6'].flatMap((protocol) =>
    readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
        const [address = '', port = ''] = local.split(':')
        if (state !== '0A' || !sockets.includes(inode)) return []
        const host = (address.match(/../g) ?? [])
          .reverse()
          .map((byte) => Number.parseInt(byte, 16))
          .join('.')
        return [{ host, port: Number.parseInt(port, 16) }]
      }),
  )
}

const linkOf = (pid: number, fd: string): string => {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`)
  } catch {
    // Closed since it was listed.
    return ''
  }
}
