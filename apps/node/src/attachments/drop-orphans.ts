import { deleteOrphans } from '../db/town/attachments.ts'
import type { Node } from '../node.ts'
import { ATTACHMENT_LIMITS } from './limits.ts'

/** Removes what was uploaded for a record that never came, or whose record went: whoever uploads has a day to publish. */
export const dropOrphans = async (node: Pick<Node, 'db' | 'clock'>): Promise<number> => {
  const now = Math.floor(node.clock() / 1000)
  return await deleteOrphans(node, { now, before: now - ATTACHMENT_LIMITS.orphanAge })
}
