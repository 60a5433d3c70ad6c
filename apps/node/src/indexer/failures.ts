import { BaseError, BlockNotFoundError, HttpRequestError, RpcRequestError } from 'viem'

// What a failed request to the chain's node means. Messages differ from provider to provider, so that nothing is read from them.

const TOO_MANY_REQUESTS = 429
/** EIP-1474. Some say it of too many requests, others of too large an answer. */
const LIMIT_EXCEEDED = -32_005

/** The chain's node can't be reached, is busy, is behind or contradicts itself: later it may answer. */
export const isPassing = (error: unknown): boolean =>
  error instanceof UnreliableChainError || error instanceof BaseError

/** The chain's node does not have the block, yet or any more. */
export const isMissing = (error: unknown): boolean => walk(error, BlockNotFoundError) !== undefined

/** The chain's node answered, and refused. */
export const isRefused = (error: unknown): boolean => {
  if (isMissing(error)) return true
  const code = walk(error, RpcRequestError)?.code
  return code !== undefined && code !== TOO_MANY_REQUESTS && code !== LIMIT_EXCEEDED
}

/** A smaller range may be answered: all failures of requests but those that say `too many requests` and nothing else. */
export const mayBeTooLarge = (error: unknown): boolean => {
  if (!(error instanceof BaseError) || isMissing(error)) return false
  return (
    walk(error, HttpRequestError)?.status !== TOO_MANY_REQUESTS &&
    walk(error, RpcRequestError)?.code !== TOO_MANY_REQUESTS
  )
}

const walk = <E extends Error>(error: unknown, type: new (...args: never[]) => E): E | undefined =>
  error instanceof BaseError ? ((error.walk((at) => at instanceof type) ?? undefined) as E | undefined) : undefined

/** Answers of the chain's node that can't all be true. */
export class UnreliableChainError extends Error {
  override readonly name = 'UnreliableChainError'
}

/** The block that was indexed last is not on the chain any more. */
export class ReorgError extends Error {
  override readonly name = 'ReorgError'
}

/** Events that can't follow on what was read before: something was left out. */
export class ContradictionError extends Error {
  override readonly name = 'ContradictionError'
}
