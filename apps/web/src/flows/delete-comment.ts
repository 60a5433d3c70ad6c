import type { Flow } from '../lib/use-flow.ts'

/** Takes back an own message with its pictures. */
export const deleteCommentFlow: Flow<{ readonly recordId: `0x${string}` }, void> = {
  run: async ({ town, acts, records }, { recordId }) => acts.deleteRecord(town, { records: await records(), recordId }),
  outdates: () => [['comments']],
}
