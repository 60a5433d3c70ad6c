import { hashTypedData, recoverMessageAddress, recoverTypedDataAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { backupMessage, type ForwardRequest, forwardRequestTypedData, gigCodeTypedData } from '../src/index.ts'

const account = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const contract = `0x${'22'.repeat(20)}` as const

const request: ForwardRequest = {
  from: account.address,
  to: contract,
  value: 0n,
  gas: 500_000n,
  nonce: 3n,
  deadline: 1_800_000_000,
  data: '0x1234',
}

test('behavior: a code is signed with the state that its action starts from', async () => {
  const code = { gigId: 16_777_217n, walletId: 1, round: 0, expiry: 1_800_000_000 }
  const states = (['Request', 'Completion'] as const).map(
    (action) => gigCodeTypedData({ chainId: 31337, gigs: contract, code: { ...code, action } }).message,
  )
  expect(states.map(({ state, action }) => [state, action])).toEqual([
    [2, 0],
    [5, 1],
  ])
  const typedData = gigCodeTypedData({ chainId: 31337, gigs: contract, code: { ...code, action: 'Request' } })
  const signature = await account.signTypedData(typedData)
  expect(await recoverTypedDataAddress({ ...typedData, signature })).toBe(account.address)
})

test('behavior: a meta-transaction is signed as the forwarder of OpenZeppelin reads it', async () => {
  const typedData = forwardRequestTypedData({ chainId: 31337, forwarder: contract, request })
  expect(typedData.types.ForwardRequest.map(({ type, name }) => `${type} ${name}`).join(',')).toBe(
    'address from,address to,uint256 value,uint256 gas,uint256 nonce,uint48 deadline,bytes data',
  )
  const signature = await account.signTypedData(typedData)
  expect(await recoverTypedDataAddress({ ...typedData, signature })).toBe(account.address)
  const other = forwardRequestTypedData({ chainId: 1, forwarder: contract, request })
  expect(hashTypedData(other)).not.toBe(hashTypedData(typedData))
})

test('behavior: a backup is signed with its address, content and time', async () => {
  const message = backupMessage({ address: account.address, backup: 'ciphertext', timestamp: 1_760_000_000 })
  expect(message).toMatchInlineSnapshot(`
    "Distributed Town: store this encrypted backup of my key.
    Address: 0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a
    SHA-256: 0x305531dcc50ebca31cf1d5b31e9fc76ed51f66b3b6dd5a030c6539ae6532f979
    Timestamp: 1760000000"
  `)
  const signature = await account.signMessage({ message })
  expect(await recoverMessageAddress({ message, signature })).toBe(account.address)
})
