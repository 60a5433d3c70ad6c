import { max, min } from './minMax.ts'

export type SettlementParameters = {
  readonly target: bigint
  readonly granted: bigint
  readonly balance: bigint
  readonly vault: bigint
}

/** What settling moves: the vault pays or the member returns, as far as the payer can give (spec §2.5). Base units. */
export const settlement = ({
  target,
  granted,
  balance,
  vault,
}: SettlementParameters): { readonly paid: bigint; readonly returned: bigint } => ({
  paid: min(max(target - granted, 0n), vault),
  returned: min(max(granted - target, 0n), balance),
})
