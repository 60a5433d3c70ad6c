import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  communityBytecode,
  erc2771ForwarderBytecode,
  gigsBytecode,
  registryBytecode,
  skillWalletBytecode,
} from '@distributed-town/protocol/bytecode'
import {
  communityAbi,
  erc2771ForwarderAbi,
  gigsAbi,
  registryAbi,
  skillWalletAbi,
} from '@distributed-town/protocol/generated'
import { encodeDeployData, getContractAddress, type Hex, type PrivateKeyAccount, type TransactionReceipt } from 'viem'
import { z } from 'zod'
import { parseFile, writeWhole } from '../home.ts'
import { MAX_FEE } from './anvil.ts'
import type { Chain } from './client.ts'
import { type Deployment, deploymentFile } from './deployment.ts'

const GAS = 8_000_000n

/** Written last at a first start. */
const DEPLOYMENT_FILE = 'deployment.json'

/** Whether the first start of a home was done. */
export const isFounded = (home: string): boolean => existsSync(join(home, DEPLOYMENT_FILE))

/** Deploys the contracts at the first start; later checks that they are still there. */
export const openDeployment = async ({
  home,
  chain,
  operator,
  create,
  file,
}: {
  readonly home: string
  readonly chain: Pick<Chain, 'client' | 'submit'>
  readonly operator: PrivateKeyAccount
  /** Where others mine the chain: what `submit` can't do there. */
  readonly create?: Create | undefined
  /** Where to read of contracts that are deployed already. */
  readonly file?: string | undefined
}): Promise<Deployment> => {
  const path = join(home, DEPLOYMENT_FILE)
  const read = (from: string) => parseFile(from, (text) => z.decode(deploymentFile, JSON.parse(text)))
  const stored = read(path)
  const given = file === undefined ? undefined : read(file)
  if (file !== undefined && given === undefined) throw new DeploymentError(`${file} does not exist`)
  if (stored && given && JSON.stringify(stored.contracts) !== JSON.stringify(given.contracts)) {
    throw new DeploymentError(`${path} names other contracts than ${file}: a home is of one deployment`)
  }
  const deployment =
    stored ?? given ?? (await (create ? deployForeign({ home, chain, operator, create }) : deploy({ chain, operator })))
  await requireDeployed({ home, chain, deployment })
  if (stored === undefined) writeWhole(path, `${JSON.stringify(z.encode(deploymentFile, deployment), undefined, 2)}\n`)
  return deployment
}

/**
 * Creates contracts by transactions of the operator with nonces in a row, and resolves when they are mined. What an earlier start has sent
 * is not sent again.
 */
export type Create = (contracts: {
  readonly creations: readonly { readonly data: Hex; readonly gas: bigint }[]
  readonly firstNonce: number
}) => Promise<readonly TransactionReceipt[]>

/** Where the operator stood before the first of the contracts: their addresses follow from it, also when the start is interrupted. */
const BEGINNING_FILE = 'deployment-beginning.json'
const beginningFile = z.object({ nonce: z.number().int().nonnegative(), block: z.number().int().nonnegative() })

const deployForeign = async ({
  home,
  chain: { client },
  operator,
  create,
}: {
  home: string
  chain: Pick<Chain, 'client'>
  operator: PrivateKeyAccount
  create: Create
}): Promise<Deployment> => {
  const path = join(home, BEGINNING_FILE)
  const beginning = parseFile(path, (text) => beginningFile.parse(JSON.parse(text))) ?? {
    nonce: await client.getTransactionCount({ address: operator.address }),
    block: Number(await client.getBlockNumber()),
  }
  writeWhole(path, `${JSON.stringify(beginning)}\n`)
  const { creations, contracts } = plan(operator, BigInt(beginning.nonce))
  const receipts = await create({
    creations: creations.map((data) => ({ data, gas: GAS })),
    firstNonce: beginning.nonce,
  })
  const failed = receipts.find(({ status }) => status !== 'success')
  if (failed) throw new DeploymentError(`the deployment of a contract failed: ${failed.transactionHash}`)
  return { chainId: await client.getChainId(), block: BigInt(beginning.block), contracts }
}

/** The contracts in the order of their creation. They know each other by addresses that follow from the nonces of the operator. */
const plan = (
  operator: PrivateKeyAccount,
  first: bigint,
): { readonly creations: readonly Hex[]; readonly contracts: Deployment['contracts'] } => {
  const addressOf = (index: bigint) => getContractAddress({ from: operator.address, nonce: first + index })
  const deployment = {
    forwarder: addressOf(0n),
    skillWallet: addressOf(1n),
    gigs: addressOf(2n),
    community: addressOf(3n),
    registry: addressOf(4n),
  }
  const { forwarder, registry, skillWallet, gigs, community } = deployment
  return {
    contracts: { forwarder, registry, skillWallet, gigs, communityImplementation: community },
    creations: [
      encodeDeployData({ abi: erc2771ForwarderAbi, bytecode: erc2771ForwarderBytecode, args: ['Distributed Town'] }),
      encodeDeployData({ abi: skillWalletAbi, bytecode: skillWalletBytecode, args: [deployment] }),
      encodeDeployData({ abi: gigsAbi, bytecode: gigsBytecode, args: [deployment] }),
      encodeDeployData({
        abi: communityAbi,
        bytecode: communityBytecode,
        args: [forwarder, registry, skillWallet, gigs],
      }),
      encodeDeployData({ abi: registryAbi, bytecode: registryBytecode, args: [deployment, operator.address] }),
    ],
  }
}

const deploy = async ({
  chain: { client, submit },
  operator,
}: {
  chain: Pick<Chain, 'client' | 'submit'>
  operator: PrivateKeyAccount
}): Promise<Deployment> => {
  // The operator does nothing before it.
  const { creations, contracts } = plan(operator, 0n)
  // An interrupted first start may have deployed some of them.
  const done = await client.getTransactionCount({ address: operator.address })
  const chainId = await client.getChainId()
  const raw = await Promise.all(
    creations.slice(done).map((data, index) =>
      operator.signTransaction({
        type: 'eip1559',
        chainId,
        nonce: done + index,
        data,
        gas: GAS,
        maxFeePerGas: MAX_FEE,
        maxPriorityFeePerGas: 0n,
      }),
    ),
  )
  const mined = await Promise.all(raw.map(submit))
  const failed = mined.find(({ receipt }) => receipt.status !== 'success')
  if (failed) throw new DeploymentError(`the deployment of a contract failed: ${failed.hash}`)
  return {
    chainId,
    block: done === 0 ? (mined[0]?.blockNumber ?? 0n) : 0n,
    contracts,
  }
}

const requireDeployed = async ({
  home,
  chain: { client },
  deployment: { chainId, contracts },
}: {
  home: string
  chain: Pick<Chain, 'client'>
  deployment: Deployment
}): Promise<void> => {
  const present = await client.getChainId()
  if (present !== chainId) throw new DeploymentError(`the contracts are on chain ${chainId}, this is chain ${present}`)
  for (const [name, address] of Object.entries(contracts)) {
    const code = await client.getCode({ address })
    if (!code || code === '0x') {
      throw new DeploymentError(
        `${name} is not at ${address}: ${join(home, 'chain')} and ${DEPLOYMENT_FILE} do not belong together`,
      )
    }
  }
}

export class DeploymentError extends Error {
  override readonly name = 'DeploymentError'
}
