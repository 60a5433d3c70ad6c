import { randomBytes } from 'node:crypto'
import { gigCodeTypedData } from '@distributed-town/sdk'
import { bytesToHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { createOwnerAccount } from '../src/owner-account.ts'

test('signs what viem signs, bit by bit', async () => {
  for (let round = 0; round < 40; round++) {
    const key = new Uint8Array(randomBytes(32))
    const expected = privateKeyToAccount(bytesToHex(key))
    const account = createOwnerAccount(key)
    const typedData = gigCodeTypedData({
      chainId: 31337,
      gigs: expected.address,
      code: { action: 'Request', gigId: BigInt(round), walletId: 7, round, expiry: 1_800_000_000 },
    })
    expect(account.address).toBe(expected.address)
    expect(await account.signTypedData(typedData)).toBe(await expected.signTypedData(typedData))
  }
})
