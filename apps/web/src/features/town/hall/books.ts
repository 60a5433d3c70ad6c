import { type CommunityWithRoster, CREDIT, SUPPLY } from '@distributed-town/sdk'

/** Where the credits of a town are, in base units. */
export type Books = {
  readonly vault: bigint
  readonly treasury: bigint
  readonly escrow: bigint
  readonly members: bigint
  /** What they come to. */
  readonly total: bigint
}

export const booksOf = ({
  vault,
  treasury,
  escrow,
  roster,
}: Pick<CommunityWithRoster, 'vault' | 'treasury' | 'escrow' | 'roster'>): Books => {
  const members = roster.reduce((sum, { balance }) => sum + balance, 0n)
  return { vault, treasury, escrow, members, total: vault + treasury + escrow + members }
}

/** Whether they come to the supply of a town, as they always must (spec §3.2). */
export const isBalanced = ({ total }: Pick<Books, 'total'>): boolean => total === BigInt(SUPPLY) * CREDIT

const HUNDREDTH = CREDIT / 100n

/** The books to hundredths, for people who add up: what rounding down cuts from the others is shown with the vault. */
export const roundBooks = ({ treasury, escrow, members, total }: Books): Books => {
  const round = (amount: bigint) => (amount / HUNDREDTH) * HUNDREDTH
  const others = { treasury: round(treasury), escrow: round(escrow), members: round(members), total: round(total) }
  return { ...others, vault: others.total - others.treasury - others.escrow - others.members }
}
