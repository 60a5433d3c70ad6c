import { deleteRecord } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'

/** Takes back an own message with its pictures. */
export const deleteCommentFlow: Flow<{ readonly recordId: `0x${string}` }, void> = {
  run: async ({ town, records }, { recordId }) => deleteRecord(town, { records: await records(), recordId }),
  outdates: () => [['comments']],
}
