import { isContractErrorCode, isTownErrorCode, TownError, type TownErrorCode } from '@distributed-town/sdk'

const descriptions: Partial<Record<TownErrorCode, string>> = {
  NotSpendable: 'the creator could not afford even the smallest',
  NotValidated: 'the town is past founding and the creator not validated',
}

/** Why a gig was not done, in words where the code doesn't say it. */
export const explain = (why: string): string | undefined => {
  if (!isTownErrorCode(why)) return undefined
  return descriptions[why] ?? (isContractErrorCode(why) ? undefined : new TownError(why).message)
}

/** The most frequent first; of the same number by name, so that two reports of the same towns are the same. */
export const byCount = (tally: Readonly<Record<string, number>>): readonly (readonly [string, number])[] =>
  Object.entries(tally).toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
