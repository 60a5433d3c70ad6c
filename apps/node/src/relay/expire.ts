import { deleteExpired } from '../db/town/records.ts'
import type { Node } from '../node.ts'

/** Removes what nobody is served any more because its time is over (NIP-40). */
export const removeExpired = async (node: Pick<Node, 'db' | 'clock'>): Promise<void> => {
  const now = Math.floor(node.clock() / 1000)
  while ((await deleteExpired(node, { now, limit: AT_ONCE })) === AT_ONCE);
}

/** Rows of one statement. */
const AT_ONCE = 1000
