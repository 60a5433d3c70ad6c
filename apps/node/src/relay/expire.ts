import { deleteExpired } from '../db/town/records.ts'
import { dayOf, deleteUnusedUsage } from '../db/town/usage.ts'
import type { Node } from '../node.ts'

/**
 * Removes what nobody is served any more because its time is over (NIP-40), a day later: a clock that was ahead for some hours, and was set
 * right, has cost nothing. And the counts of those who are gone.
 */
export const removeExpired = async (node: Pick<Node, 'db' | 'clock'>): Promise<void> => {
  const now = Math.floor(node.clock() / 1000)
  while ((await deleteExpired(node, { before: now - KEPT_AFTER_END, now, limit: AT_ONCE })) === AT_ONCE);
  await deleteUnusedUsage(node, { before: dayOf(now) - 1 })
}

/** Seconds. */
const KEPT_AFTER_END = 86_400
/** Rows of one statement. */
const AT_ONCE = 1000
