import { SUSTAINING_SCORE } from '../generated/constants.ts'
import type { ScoreParameters } from './scoreOf.ts'

/** Whether a community is not self-sustaining, decided on the exact fraction and not on the rounded score (spec §5.2). */
export const isBelow48 = ({ unique, total, members }: ScoreParameters): boolean =>
  members !== 0 && 10_000 * unique * members < SUSTAINING_SCORE * 6 * total
