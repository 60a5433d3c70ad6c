import {
  codeStateOf,
  encodeCode,
  type GigCode,
  gigCodeTypedData,
  type SignedCode,
  TownError,
} from '@distributed-town/protocol'
import type { Identity } from './identity.ts'
import type { Town } from './town.ts'

/** A signed code, and its text for QR codes, links and messages. */
export type CodeText = { readonly code: SignedCode; readonly text: string }

/** Signs a code of a gig (EIP-712, spec §14.8). @throws TownError INVALID_INPUT for an expiry that the contract would refuse. */
export const signCode = async (
  town: Town,
  {
    identity,
    code,
    expiresInSeconds,
    longestSeconds,
  }: {
    readonly identity: Identity
    readonly code: Omit<GigCode, 'expiry'>
    readonly expiresInSeconds: number
    readonly longestSeconds: number
  },
): Promise<CodeText> => {
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > longestSeconds) {
    throw new TownError('INVALID_INPUT', { expiresInSeconds })
  }
  const { chainId, contracts } = await town.config()
  const full: GigCode = { ...code, expiry: (await town.chainTime()) + expiresInSeconds }
  const signature = await identity.owner.signTypedData(gigCodeTypedData({ chainId, gigs: contracts.gigs, code: full }))
  const signed: SignedCode = { ...full, chainId, state: codeStateOf(full.action), signature }
  return { code: signed, text: encodeCode(signed) }
}
