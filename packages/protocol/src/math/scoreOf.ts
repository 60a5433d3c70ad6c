export type ScoreParameters = {
  /** Skills of the template that at least one member has. */
  readonly unique: number
  /** Active skills of all members, duplicates included. */
  readonly total: number
  readonly members: number
}

/** Scarcity score in hundredths, rounded down: `100 × unique / total × members / 6`; 0 without members (spec §5.2). */
export const scoreOf = ({ unique, total, members }: ScoreParameters): number =>
  members === 0 ? 0 : Math.floor((10_000 * unique * members) / (6 * total))
