import {
  communityAbi,
  type ForwardRequest,
  forwardRequestSchema,
  forwardRequestTypedData,
  gigsAbi,
  registryAbi,
  skillWalletAbi,
} from '@distributed-town/protocol'
import { type Abi, type Address, bytesToHex, encodeFunctionData, type Hex, keccak256, toHex } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'
import type { TestNode } from './node.ts'

// What a person's device does, without the SDK: signs requests and posts them.

export const newPerson = (): PrivateKeyAccount => privateKeyToAccount(generatePrivateKey())

/** Contracts with their ABIs, for `call`. */
export const contractsOf = ({ node }: Pick<TestNode, 'node'>) => {
  const { registry, skillWallet, gigs } = node.deployment.contracts
  return {
    registry: { to: registry, abi: registryAbi as Abi },
    skillWallet: { to: skillWallet, abi: skillWalletAbi as Abi },
    gigs: { to: gigs, abi: gigsAbi as Abi },
    community: (to: Address) => ({ to, abi: communityAbi as Abi }),
  }
}

export const call = (
  { to, abi }: { readonly to: Address; readonly abi: Abi },
  functionName: string,
  args: readonly unknown[],
): Pick<ForwardRequest, 'to' | 'data'> => ({ to, data: encodeFunctionData({ abi, functionName, args }) })

export type Answer = { readonly status: number; readonly body: unknown }

export const post = async ({ url }: Pick<TestNode, 'url'>, path: string, body: unknown): Promise<Answer> =>
  toAnswer(
    await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )

export const get = async ({ url }: Pick<TestNode, 'url'>, path: string): Promise<Answer> =>
  toAnswer(await fetch(`${url}${path}`))

const toAnswer = async (response: Response): Promise<Answer> => ({
  status: response.status,
  body: await response.json(),
})

export const nextNonce = async (node: Pick<TestNode, 'url'>, address: Address): Promise<bigint> =>
  BigInt(z.object({ nonce: z.string() }).parse((await get(node, `/api/nonces/${address}`)).body).nonce)

/** A signed request as it is posted. `altered` changes what was signed. */
export const sign = async (
  testNode: Pick<TestNode, 'url' | 'node'>,
  person: PrivateKeyAccount,
  given: Pick<ForwardRequest, 'to' | 'data'> & Partial<ForwardRequest>,
  { altered = {}, signer = person }: { altered?: Partial<ForwardRequest>; signer?: PrivateKeyAccount } = {},
) => {
  const { chain, deployment } = testNode.node
  const request: ForwardRequest = {
    from: person.address,
    value: 0n,
    gas: 500_000n,
    nonce: given.nonce ?? (await nextNonce(testNode, person.address)),
    deadline: chain.time() + 600,
    ...given,
  }
  const { chainId, contracts } = deployment
  const signature = await signer.signTypedData(
    forwardRequestTypedData({ chainId, forwarder: contracts.forwarder, request }),
  )
  return { request: z.encode(forwardRequestSchema, { ...request, ...altered }), signature }
}

export const relay = async (
  node: Pick<TestNode, 'url' | 'node'>,
  ...[person, request, options]: [PrivateKeyAccount, Parameters<typeof sign>[2], Parameters<typeof sign>[3]?]
): Promise<Answer> => post(node, '/api/relay', await sign(node, person, request, options))

const GARDENING = { skill: 10, level: 3 }
const key = (text: string): Hex => keccak256(toHex(text))

/** The founding of a town by somebody who has no wallet yet. */
export const founding = (node: Pick<TestNode, 'node'>, name = 'Via Verdi') =>
  call(contractsOf(node).registry, 'createAndFound', [
    {
      template: 0,
      policy: 0,
      key: key('community'),
      name,
      purpose: 'Neighbours help.',
      place: 'Turin',
      language: 'it',
    },
    [GARDENING],
    key('messages'),
    key('profile'),
  ])

export const joining = (node: Pick<TestNode, 'node'>, communityId: number) =>
  call(contractsOf(node).skillWallet, 'createAndJoin', [communityId, [GARDENING], key('messages'), key('profile')])

/** @param record Makes the gig's record different from others. */
export const gigCreation = (node: Pick<TestNode, 'node'>, record: string) =>
  call(contractsOf(node).gigs, 'createGig', [GARDENING.skill, 1, key(record), 7, 0])

export const randomAddress = (): Address => bytesToHex(crypto.getRandomValues(new Uint8Array(20)))
