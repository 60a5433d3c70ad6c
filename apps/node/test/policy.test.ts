import { communityAbi } from '@distributed-town/protocol'
import { encodeFunctionData, getContractAddress, type PublicClient, zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import { createPolicy } from '../src/relayer/policy.ts'

const TOWNS = 300
const addressOf = (id: number) => getContractAddress({ from: zeroAddress, nonce: BigInt(id) })

test('behavior: the towns are asked for a few at a time, and once: a provider refuses hundreds of questions at once', async () => {
  let open = 0
  let most = 0
  let asked = 0
  const client = {
    readContract: async ({ functionName, args }: { functionName: string; args?: readonly [number] }) => {
      if (functionName === 'communities') return TOWNS
      asked += 1
      open += 1
      most = Math.max(most, open)
      await new Promise((resolve) => setTimeout(resolve, 1))
      open -= 1
      return addressOf(args?.[0] ?? 0)
    },
  } as unknown as PublicClient
  const contracts = {
    forwarder: zeroAddress,
    registry: zeroAddress,
    skillWallet: zeroAddress,
    gigs: zeroAddress,
    communityImplementation: zeroAddress,
  }
  const policy = createPolicy({
    chain: { client } as Parameters<typeof createPolicy>[0]['chain'],
    deployment: { chainId: 1, block: 0n, contracts },
  })
  const data = encodeFunctionData({ abi: communityAbi, functionName: 'approve', args: [zeroAddress, 1n] })
  await policy.requireAllowed({ to: addressOf(TOWNS), data, gas: 1n })
  await policy.requireAllowed({ to: addressOf(1), data, gas: 1n })
  await expect(policy.requireAllowed({ to: addressOf(TOWNS + 1), data, gas: 1n })).rejects.toMatchObject({
    code: 'TARGET_NOT_ALLOWED',
  })
  expect([most <= 8, asked]).toEqual([true, TOWNS])
})
