import { getContractAddress } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode, type TestNode } from './node.ts'
import {
  call,
  contractsOf,
  founding,
  get,
  gigCreation,
  joining,
  newPerson,
  nextNonce,
  post,
  randomAddress,
  relay,
  sign,
} from './requests.ts'

let node: TestNode
let communityId = 0
/** Three who live in an active town. */
const founder = newPerson()
const alice = newPerson()
const bob = newPerson()

beforeAll(async () => {
  node = await startTestNode()
  expect(await relay(node, founder, { ...founding(node), gas: 1_000_000n })).toMatchObject({ status: 200 })
  communityId = 1
  for (const person of [alice, bob]) expect((await relay(node, person, joining(node, communityId))).status).toBe(200)
}, 60_000)

afterAll(async () => {
  await node.stop()
}, 60_000)

const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code]

test('default: it is mined and the API shows it', async () => {
  const answer = await relay(node, alice, gigCreation(node, 'a garden'))
  expect(answer).toMatchObject({ status: 200, body: { indexed: true, blockNumber: expect.any(Number) } })
  const { body } = await get(node, `/api/communities/${communityId}/gigs`)
  expect(body).toMatchObject({ items: [{ state: 'Open', skill: 10 }] })
  expect(await nextNonce(node, alice.address)).toBe(2n)
})

test('behavior: several of one sender at once, in whatever order they arrive', async () => {
  const nonce = await nextNonce(node, alice.address)
  const requests = await Promise.all(
    [0n, 1n, 2n].map((index) => sign(node, alice, { ...gigCreation(node, `gig ${index}`), nonce: nonce + index })),
  )
  const answers = await Promise.all(requests.toReversed().map((request) => post(node, '/api/relay', request)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(await nextNonce(node, alice.address)).toBe(nonce + 3n)
})

test('behavior: different senders share blocks', async () => {
  const people = Array.from({ length: 8 }, newPerson)
  const requests = await Promise.all(people.map((person) => sign(node, person, joining(node, communityId))))
  const answers = await Promise.all(requests.map((request) => post(node, '/api/relay', request)))
  expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200))
  const blocks = new Set(answers.map(({ body }) => (body as { blockNumber: number }).blockNumber))
  expect(blocks.size).toBeLessThan(people.length)
})

test('behavior: acts on a community', async () => {
  const { registry } = contractsOf(node)
  const address = getContractAddress({
    opcode: 'CREATE2',
    from: registry.to,
    salt: '0x0000000000000000000000000000000000000000000000000000000000000001',
    bytecode: `0x3d602d80600a3d3981f3363d3d373d3d3d363d73${node.node.deployment.contracts.communityImplementation.slice(2).toLowerCase()}5af43d82803e903d91602b57fd5bf3`,
  })
  const { community } = contractsOf(node)
  // Not validated yet: the answer of the contract itself.
  const transfer = call(community(address), 'transfer', [bob.address, 10n ** 18n])
  expect((await relay(node, alice, transfer)).status).toBe(422)
  const approve = call(community(address), 'approve', [bob.address, 1n])
  expect((await relay(node, alice, approve)).status).toBe(200)
})

test('error: what the contract refuses, with its error and arguments; the nonce stays', async () => {
  const nonce = await nextNonce(node, bob.address)
  const answer = await relay(node, bob, joining(node, communityId))
  expect(answer).toMatchObject({
    status: 422,
    body: { code: 'WalletExists', details: { walletId: expect.any(Number) } },
  })
  expect(await nextNonce(node, bob.address)).toBe(nonce)
})

test('error: a time of the contract is the present one, not the one of the latest block', async () => {
  const creation = await relay(node, bob, gigCreation(node, 'late'))
  expect(creation.status).toBe(200)
  const { body } = await get(node, `/api/communities/${communityId}/gigs?limit=1`)
  const { items } = body as { items: readonly { id: string }[] }
  const cancel = call(contractsOf(node).gigs, 'cancelGig', [BigInt(items[0]?.id ?? 0)])
  const stranger = newPerson()
  expect(codeOf(await relay(node, stranger, cancel))[0]).toBe(422)
  node.advance(91 * 86_400)
  expect((await relay(node, stranger, cancel)).status).toBe(200)
})

test('error: forged', async () => {
  const forged = await relay(node, alice, gigCreation(node, 'forged'), { signer: bob })
  expect(codeOf(forged)).toEqual([400, 'INVALID_SIGNATURE'])
})

test.each([
  ['data', { data: '0x1234567890' }],
  ['gas', { gas: 400_000n }],
  ['nonce', { nonce: 77n }],
  ['deadline', { deadline: 2 ** 40 }],
] as const)('error: altered %s', async (field, altered) => {
  const request = gigCreation(node, 'altered')
  const { data } = gigCreation(node, 'other')
  const answer = await relay(node, alice, request, { altered: field === 'data' ? { data } : altered })
  expect(codeOf(answer)).toEqual([400, 'INVALID_SIGNATURE'])
})

test('error: the other form of a signature, and none at all', async () => {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const { request, signature } = await sign(node, alice, gigCreation(node, 'high'))
  const s = (order - BigInt(`0x${signature.slice(66, 130)}`)).toString(16).padStart(64, '0')
  const v = signature.endsWith('1b') ? '1c' : '1b'
  const high = `${signature.slice(0, 66)}${s}${v}`
  expect(codeOf(await post(node, '/api/relay', { request, signature: high }))).toEqual([400, 'INVALID_SIGNATURE'])
  const zero = `0x${'00'.repeat(65)}`
  expect(codeOf(await post(node, '/api/relay', { request, signature: zero }))).toEqual([400, 'INVALID_SIGNATURE'])
  expect(codeOf(await post(node, '/api/relay', { request, signature: '0x12' }))).toEqual([400, 'INVALID_SIGNATURE'])
})

test('error: another request with a used nonce', async () => {
  const nonce = await nextNonce(node, alice.address)
  const used = [gigCreation(node, 'once'), gigCreation(node, 'other')]
  const [first, second] = await Promise.all(used.map((request) => sign(node, alice, { ...request, nonce })))
  expect((await post(node, '/api/relay', first)).status).toBe(200)
  expect(await post(node, '/api/relay', second)).toMatchObject({
    status: 409,
    body: { code: 'STALE_NONCE', details: { nonce: String(nonce + 1n) } },
  })
})

test('error: expired', async () => {
  const answer = await relay(node, alice, {
    ...gigCreation(node, 'expired'),
    deadline: node.node.chain.time() - 1,
  })
  expect(codeOf(answer)).toEqual([400, 'REQUEST_EXPIRED'])
})

test('error: too much gas, and too little', async () => {
  const much = await relay(node, alice, { ...gigCreation(node, 'gas'), gas: 600_001n })
  expect(codeOf(much)).toEqual([400, 'INVALID_REQUEST'])
  const little = await relay(node, alice, { ...gigCreation(node, 'gas'), gas: 30_000n })
  expect(codeOf(little)).toEqual([422, 'UNKNOWN_REVERT'])
})

test('error: another contract', async () => {
  const { data } = gigCreation(node, 'elsewhere')
  expect(codeOf(await relay(node, alice, { to: randomAddress(), data }))).toEqual([403, 'TARGET_NOT_ALLOWED'])
  const { forwarder, communityImplementation } = node.node.deployment.contracts
  expect(codeOf(await relay(node, alice, { to: forwarder, data }))).toEqual([403, 'TARGET_NOT_ALLOWED'])
  const approve = call(contractsOf(node).community(communityImplementation), 'approve', [bob.address, 1n])
  expect(codeOf(await relay(node, alice, approve))).toEqual([403, 'TARGET_NOT_ALLOWED'])
})

test('error: functions that are not for people', async () => {
  const { registry, skillWallet, gigs } = contractsOf(node)
  const calls = [
    call(registry, 'offerRelease', [randomAddress(), randomAddress()]),
    call(registry, 'transferOwnership', [alice.address]),
    call(skillWallet, 'gigClosed', [1]),
    call(skillWallet, 'walletOf', [alice.address]),
    call(gigs, 'cancelOwn', [1, []]),
    call(gigs, 'fulfil', [1n, 1, 0, true]),
    { to: gigs.to, data: '0x' },
    { to: gigs.to, data: '0x123456' },
  ] as const
  for (const request of calls) expect(codeOf(await relay(node, alice, request))).toEqual([403, 'TARGET_NOT_ALLOWED'])
})

test('error: malformed', async () => {
  expect(codeOf(await post(node, '/api/relay', '{"request":'))).toEqual([400, 'MALFORMED_JSON'])
  expect(codeOf(await post(node, '/api/relay', {}))).toEqual([400, 'INVALID_REQUEST'])
  const { request, signature } = await sign(node, alice, gigCreation(node, 'malformed'))
  for (const wrong of [{ value: '1' }, { gas: 500_000 }, { nonce: '-1' }, { data: '0x123' }, { from: 'alice' }]) {
    expect(codeOf(await post(node, '/api/relay', { request: { ...request, ...wrong }, signature }))).toEqual([
      400,
      'INVALID_REQUEST',
    ])
  }
  expect(codeOf(await get(node, '/api/nonces/alice'))).toEqual([400, 'INVALID_REQUEST'])
})
