import { writeComment } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'

/** Writes into the conversation of a gig: a message, a code for the creator, or the answer to one (features/gigs/message.ts). */
export const writeCommentFlow: Flow<
  { readonly gigId: bigint; readonly text: string },
  Awaited<ReturnType<typeof writeComment>>
> = {
  run: async ({ town, records }, { gigId, text }) => writeComment(town, { records: await records(), gigId, text }),
  outdates: () => [['comments']],
}
