import { deleteUnusedBackups } from '../db/town/backups.ts'
import type { Node } from '../node.ts'

/** A backup is saved before its owner has a wallet. Those of addresses that never got one go after a week, so that nobody fills the disk. */
export const dropUnusedBackups = (node: Pick<Node, 'db' | 'clock'>): Promise<void> =>
  deleteUnusedBackups(node, { before: Math.floor(node.clock() / 1000) - UNUSED_AGE })

/** Seconds. */
const UNUSED_AGE = 7 * 86_400
