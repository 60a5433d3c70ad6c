import type { Address } from 'viem'
import { CodeAction, GigState } from '../generated/enums.ts'
import { DOMAIN } from './domain.ts'

export type GigCode = {
  readonly gigId: bigint
  /** Of the requester, or of the taker. */
  readonly walletId: number
  readonly action: CodeAction
  /** The gig's present one. */
  readonly round: number
  /** Last second it is good; at most 30 days (Request) or 14 days (Completion) ahead when used. */
  readonly expiry: number
}

const types = {
  GigCode: [
    { name: 'gigId', type: 'uint64' },
    { name: 'state', type: 'uint8' },
    { name: 'walletId', type: 'uint32' },
    { name: 'action', type: 'uint8' },
    { name: 'round', type: 'uint32' },
    { name: 'expiry', type: 'uint40' },
  ],
} as const

/** The state in which a code can be used: it follows from the action (spec §14.8). */
export const codeStateOf = (action: CodeAction): 'Open' | 'Submitted' => (action === 'Request' ? 'Open' : 'Submitted')

/** What a requester or taker signs for the creator of a gig, for viem's `signTypedData` (spec §4.6). */
export const gigCodeTypedData = ({
  chainId,
  gigs,
  code,
}: {
  readonly chainId: number
  /** Address of the contract of the gigs. */
  readonly gigs: Address
  readonly code: GigCode
}) =>
  ({
    domain: { ...DOMAIN, chainId, verifyingContract: gigs },
    types,
    primaryType: 'GigCode',
    message: {
      gigId: code.gigId,
      state: GigState.indexOf(codeStateOf(code.action)),
      walletId: code.walletId,
      action: CodeAction.indexOf(code.action),
      round: code.round,
      expiry: code.expiry,
    },
  }) as const
