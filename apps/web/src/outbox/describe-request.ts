import { communityAbi, type ForwardRequest, gigsAbi, registryAbi, skillWalletAbi } from '@distributed-town/sdk'
import { decodeFunctionData } from 'viem'

const abi = [...communityAbi, ...gigsAbi, ...registryAbi, ...skillWalletAbi].filter((item) => item.type === 'function')

/** What a request asks for: the function by name, and the amount of a transfer. */
export const describeRequest = ({
  data,
}: Pick<ForwardRequest, 'data'>): { readonly act: string; readonly amount: bigint | undefined } => {
  const { functionName, args } = decodeFunctionData({ abi, data })
  const amount = functionName === 'transfer' ? args?.[1] : undefined
  return { act: functionName, amount: typeof amount === 'bigint' ? amount : undefined }
}
