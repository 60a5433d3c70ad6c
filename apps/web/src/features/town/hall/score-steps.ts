import { type CommunityHistoryItem, coverage, isBelow48, SKILLS_PER_TEMPLATE } from '@distributed-town/sdk'

export type ScoreItem = Extract<CommunityHistoryItem, { type: 'score' }>

/** A score with what made it another one than before. Scores in hundredths, skills by their ids. */
export type ScoreStep = Pick<
  ScoreItem,
  'at' | 'blockNumber' | 'logIndex' | 'cause' | 'walletId' | 'score' | 'members'
> & {
  /** undefined: what was before is not known. */
  readonly change: number | undefined
  /** Whether it is under 48, on the fraction (spec §5.2). */
  readonly isBelow: boolean
  /** Skills that nobody had before. */
  readonly arrived: readonly number[]
  /** Skills that nobody has any more. */
  readonly gone: readonly number[]
  /** Skills that others have too, of which there is one more, or one less. */
  readonly more: readonly number[]
  readonly fewer: readonly number[]
}

/**
 * The steps of a score, latest first, each compared with the one before.
 *
 * @param items Latest first, as the node gives them.
 * @param options.isComplete Whether they go back to the first one, before which there was none.
 */
export const scoreStepsOf = (
  items: readonly ScoreItem[],
  { template, isComplete }: { readonly template: number; readonly isComplete: boolean },
): readonly ScoreStep[] =>
  items.map((item, i) => {
    const { at, blockNumber, logIndex, cause, walletId, score, members, skillCounts } = item
    const before = items[i + 1]
    const isFirst = before === undefined && isComplete
    const countsBefore = before?.skillCounts ?? (isFirst ? skillCounts.map(() => 0) : skillCounts)
    const idsOf = (isMeant: (now: number, earlier: number) => boolean): readonly number[] =>
      skillCounts.flatMap((now, place) =>
        isMeant(now, countsBefore[place] ?? 0) ? [template * SKILLS_PER_TEMPLATE + place] : [],
      )
    return {
      at,
      blockNumber,
      logIndex,
      cause,
      walletId,
      score,
      members,
      change: before && score - before.score,
      isBelow: isBelow48({ ...coverage(skillCounts), members }),
      arrived: idsOf((now, earlier) => earlier === 0 && now > 0),
      gone: idsOf((now, earlier) => earlier > 0 && now === 0),
      more: idsOf((now, earlier) => earlier > 0 && now > earlier),
      fewer: idsOf((now, earlier) => now > 0 && now < earlier),
    }
  })
