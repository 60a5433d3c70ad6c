import { type Attachment, type Comment, decodeCode, isTownError, type SignedCode } from '@distributed-town/sdk'

// What people write about a gig, and what travels in it: a signed code (spec §4.6), or the answer to one (spec §4.14). Both are lines of
// their own after the text, so that whoever reads the thread with another program sees what they are.

/** A comment, taken apart. */
export type Message = {
  readonly id: string
  /** Messaging key of the writer, as Nostr hex. */
  readonly author: string
  readonly createdAt: number
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly code: SignedCode | null
  /** The code as it was sent. */
  readonly codeText: string | null
  /** The request that this declines. */
  readonly declines: { readonly walletId: number; readonly round: number } | null
}

const CODE_LINE = /^DITO1:[RC]:[A-Z2-7]+$/
const DECLINE_LINE = /^DITO1:N:(\d{1,10}):(\d{1,8})$/

/** The text of a comment that carries a code. */
export const writeCodeMessage = ({ text, code }: { readonly text: string; readonly code: string }): string =>
  joinLines(text, code)

/** The text of a comment that declines a request. */
export const writeDecline = ({
  text,
  walletId,
  round,
}: {
  readonly text: string
  readonly walletId: number
  readonly round: number
}): string => joinLines(text, `DITO1:N:${walletId}:${round}`)

export const readMessage = ({ id, author, createdAt, content }: Comment): Message => {
  const lines = content.text.split('\n')
  const last = lines.at(-1) ?? ''
  const codeText = CODE_LINE.test(last) ? last : null
  const code = codeText === null ? null : tryDecode(codeText)
  const [, walletId, round] = DECLINE_LINE.exec(last) ?? []
  const declines = walletId === undefined ? null : { walletId: Number(walletId), round: Number(round) }
  const isPlain = code === null && declines === null
  const text = (isPlain ? lines : lines.slice(0, -1)).join('\n').trim()
  const { attachments = [] } = content
  return { id, author, createdAt, text, attachments, code, codeText: code && codeText, declines }
}

const joinLines = (text: string, line: string) => (text.trim() === '' ? line : `${text.trim()}\n${line}`)

/** A line that only looks like a code is text. */
const tryDecode = (text: string): SignedCode | null => {
  try {
    return decodeCode(text)
  } catch (error) {
    if (isTownError(error)) return null
    throw error
  }
}
