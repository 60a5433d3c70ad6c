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
import { encodeDeployData, getContractAddress, type Hex, type PrivateKeyAccount } from 'viem'
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
}: {
  readonly home: string
  readonly chain: Pick<Chain, 'client' | 'submit'>
  readonly operator: PrivateKeyAccount
}): Promise<Deployment> => {
  const path = join(home, DEPLOYMENT_FILE)
  const stored = parseFile(path, (text) => z.decode(deploymentFile, JSON.parse(text)))
  const deployment = stored ?? (await deploy({ chain, operator }))
  await requireDeployed({ home, chain, deployment })
  if (stored === undefined) writeWhole(path, `${JSON.stringify(z.encode(deploymentFile, deployment), undefined, 2)}\n`)
  return deployment
}

const deploy = async ({
  chain: { client, submit },
  operator,
}: {
  chain: Pick<Chain, 'client' | 'submit'>
  operator: PrivateKeyAccount
}): Promise<Deployment> => {
  // They know each other by addresses that follow from the nonces of the operator, who does nothing before it.
  const addressOf = (nonce: bigint) => getContractAddress({ from: operator.address, nonce })
  const deployment = {
    forwarder: addressOf(0n),
    skillWallet: addressOf(1n),
    gigs: addressOf(2n),
    community: addressOf(3n),
    registry: addressOf(4n),
  }
  const { forwarder, registry, skillWallet, gigs, community } = deployment
  const creations: readonly Hex[] = [
    encodeDeployData({ abi: erc2771ForwarderAbi, bytecode: erc2771ForwarderBytecode, args: ['Distributed Town'] }),
    encodeDeployData({ abi: skillWalletAbi, bytecode: skillWalletBytecode, args: [deployment] }),
    encodeDeployData({ abi: gigsAbi, bytecode: gigsBytecode, args: [deployment] }),
    encodeDeployData({
      abi: communityAbi,
      bytecode: communityBytecode,
      args: [forwarder, registry, skillWallet, gigs],
    }),
    encodeDeployData({ abi: registryAbi, bytecode: registryBytecode, args: [deployment, operator.address] }),
  ]
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
    contracts: { forwarder, registry, skillWallet, gigs, communityImplementation: community },
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
