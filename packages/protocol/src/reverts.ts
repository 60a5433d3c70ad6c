import { decodeErrorResult, type Hex, isHex } from 'viem'
import { isContractErrorCode, TownError } from './errors.ts'
import { contractErrors } from './generated/errors.ts'

// What contracts say when they refuse. Apart from the errors themselves, so that who only reads the node's answers loads no decoder.

/** The error that a contract reverted with, by ABI. @param data What the call returned. */
export const decodeContractError = (data: Hex, cause?: unknown): TownError => {
  const options = cause === undefined ? {} : { cause }
  const decoded = tryDecode(data)
  if (!decoded || !isContractErrorCode(decoded.errorName)) {
    return new TownError('UNKNOWN_REVERT', { data, ...(decoded && { reason: decoded.args?.[0] }) }, options)
  }
  const inputs = contractErrors[decoded.errorName]
  const details = Object.fromEntries(inputs.map(({ name }, i) => [name, decoded.args?.[i]]))
  return new TownError(decoded.errorName, details, options)
}

/** What a contract returned with its revert, found along the causes of an error of viem; undefined if it is another error. */
export const revertDataOf = (error: unknown): Hex | undefined => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('raw' in at && isHex(at.raw)) return at.raw
    if (!('data' in at)) continue
    if (isHex(at.data)) return at.data
    // Some nodes wrap it once more.
    if (typeof at.data === 'object' && at.data !== null && 'data' in at.data && isHex(at.data.data)) return at.data.data
  }
  return undefined
}

const abi = Object.entries(contractErrors).map(([name, inputs]) => ({ type: 'error', name, inputs }) as const)

const tryDecode = (
  data: Hex,
): { readonly errorName: string; readonly args?: readonly unknown[] | undefined } | undefined => {
  try {
    return decodeErrorResult({ abi, data })
  } catch {
    // Neither an error of ours nor one of Solidity's own: the caller says so.
    return undefined
  }
}
