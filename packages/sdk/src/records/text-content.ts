import type { Attachment } from '@distributed-town/protocol'

/** Content of a record that is a text with pictures, which are left out where there are none. */
export const textContent = ({
  text,
  attachments,
}: {
  readonly text: string
  readonly attachments: readonly Attachment[]
}) => ({ v: 1 as const, text, ...(attachments.length > 0 && { attachments: [...attachments] }) })
