import { communityAbi, gigCodeTypedData, gigsAbi, registryAbi, skillWalletAbi } from '@distributed-town/protocol'
import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type Hex,
  type PrivateKeyAccount,
  parseEther,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Submitted } from '../../src/chain/submit.ts'
import { openAccounts } from '../../src/relayer/accounts.ts'
import type { TestNode } from '../node.ts'

// People who act on the chain themselves, without the relayer: what the indexer reads doesn't depend on who paid for it.

export type Person = { readonly account: PrivateKeyAccount; readonly address: Address; nonce: number }

export const CREDIT = 10n ** 18n

const GAS = 3_000_000n
const MAX_FEE = 1_000_000_000_000n
const DAY = 24 * 60 * 60

export type People = ReturnType<typeof createPeople>

export const createPeople = ({
  node,
  home,
}: Pick<TestNode, 'home'> & { readonly node: Pick<TestNode['node'], 'chain' | 'deployment'> }) => {
  const { chain, deployment } = node
  const { registry, skillWallet, gigs } = deployment.contracts
  const deployer = openAccounts({ home }).operator
  const operator: Person = { account: deployer, address: deployer.address, nonce: -1 }

  /** Several of one turn of the event loop share a block. A `to` of null creates a contract. */
  const send = async (who: Person, to: Address | null, data: Hex, value = 0n): Promise<Submitted> => {
    if (who.nonce < 0) who.nonce = await chain.client.getTransactionCount({ address: who.address })
    const { account } = who
    const nonce = who.nonce++
    const raw = await account.signTransaction({
      type: 'eip1559',
      chainId: deployment.chainId,
      nonce,
      ...(to !== null && { to }),
      data,
      value,
      gas: GAS,
      maxFeePerGas: MAX_FEE,
      maxPriorityFeePerGas: 0n,
    })
    const submitted = await chain.submit(raw)
    if (submitted.receipt.status === 'success') return submitted
    const reason = await chain.client.call({ account: who.address, ...(to !== null && { to }), data }).then(
      () => 'the call alone succeeds',
      (error: Error) => error.message,
    )
    throw new Error(`a transaction was reverted: ${reason}`)
  }

  const writer =
    <const A extends Abi>(abi: A, address: Address) =>
    <F extends ContractFunctionName<A, 'nonpayable'>>(
      who: Person,
      functionName: F,
      args: ContractFunctionArgs<A, 'nonpayable', F>,
    ) =>
      send(
        who,
        address,
        encodeFunctionData({ abi, functionName, args } as unknown as EncodeFunctionDataParameters<A, F>),
      )

  const asGigs = writer(gigsAbi, gigs)
  const asWallet = writer(skillWalletAbi, skillWallet)

  const communityAddress = (id: number) =>
    chain.client.readContract({ address: registry, abi: registryAbi, functionName: 'communityAddress', args: [id] })

  const walletOf = ({ address }: Person) =>
    chain.client.readContract({ address: skillWallet, abi: skillWalletAbi, functionName: 'walletOf', args: [address] })

  const readGig = (id: bigint) =>
    chain.client.readContract({ address: gigs, abi: gigsAbi, functionName: 'gig', args: [id] })

  const sign = async (who: Person, gigId: bigint, action: 'Request' | 'Completion') => {
    const { round } = await readGig(gigId)
    const code = { gigId, walletId: await walletOf(who), action, round, expiry: chain.time() + DAY }
    const signature = await who.account.signTypedData(gigCodeTypedData({ chainId: deployment.chainId, gigs, code }))
    return { ...code, signature }
  }

  return {
    operator,
    send,
    registry: writer(registryAbi, registry),
    wallet: asWallet,
    gigs: asGigs,
    community: async (id: number) => writer(communityAbi, await communityAddress(id)),
    communityAddress,
    walletOf,
    readGig,
    /** Somebody new, with ether for gas. */
    person: async (): Promise<Person> => {
      const account = privateKeyToAccount(generatePrivateKey())
      await send(operator, account.address, '0x', parseEther('100'))
      return { account, address: account.address, nonce: 0 }
    },
    createGig: async (who: Person, skill: number, commitment: number): Promise<bigint> => {
      const record = `0x${commitment.toString(16).padStart(2, '0').repeat(32)}` as const
      const { receipt } = await asGigs(who, 'createGig', [skill, commitment, record, 7, 0])
      const created = receipt.logs.find((log) => log.address.toLowerCase() === gigs.toLowerCase())
      return BigInt(created?.topics[1] ?? 0)
    },
    accept: async (creator: Person, taker: Person, gigId: bigint) => {
      const { walletId, expiry, signature } = await sign(taker, gigId, 'Request')
      return asGigs(creator, 'acceptRequest', [gigId, walletId, expiry, signature])
    },
    /** What a validator calls. */
    fulfil: (gigId: bigint, round: number, transition: number, verified: boolean) =>
      encodeFunctionData({ abi: gigsAbi, functionName: 'fulfil', args: [gigId, round, transition, verified] }),
    submit: (taker: Person, gigId: bigint) => asGigs(taker, 'submitGig', [gigId, `0x${'77'.repeat(32)}`]),
    complete: async (creator: Person, taker: Person, gigId: bigint) => {
      const { expiry, signature } = await sign(taker, gigId, 'Completion')
      return asGigs(creator, 'completeGig', [gigId, expiry, signature])
    },
  }
}
