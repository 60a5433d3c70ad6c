import type { Gig, SignedCode } from '@distributed-town/sdk'
import type { Message } from './message.ts'

/** A code that somebody sent to the creator in the conversation, good for the gig as it stands. */
export type SentCode = {
  readonly message: Message
  readonly code: SignedCode
  readonly text: string
}

export type SentCodes = {
  readonly open: readonly SentCode[]
  /** Wallet ids whose requests the creator has declined in this round. */
  readonly declined: readonly number[]
}

/**
 * The codes in a conversation that can still be used, the latest of each wallet; requests that were declined are left out until the round
 * changes (spec §4.14).
 *
 * @param options.creatorKey Messaging key of the gig's creator, as Nostr hex: nobody else declines.
 * @param options.now Seconds on the chain.
 */
export const sentCodesOf = ({
  gig,
  messages,
  chainId,
  creatorKey,
  now,
}: {
  readonly gig: Pick<Gig, 'id' | 'state' | 'round' | 'taker'>
  readonly messages: readonly Message[]
  /** undefined while it is read. */
  readonly chainId: number | undefined
  readonly creatorKey: string | undefined
  readonly now: number
}): SentCodes => {
  const declined = messages.flatMap(({ author, declines }) =>
    declines && author === creatorKey && declines.round === gig.round ? [declines.walletId] : [],
  )
  const byWallet = new Map<number, SentCode>()
  for (const message of messages) {
    const { code, codeText } = message
    if (!code || codeText === null || !isGood(code)) continue
    byWallet.set(code.walletId, { message, code, text: codeText })
  }
  return { open: [...byWallet.values()].filter(({ code }) => !declined.includes(code.walletId)), declined }

  function isGood(code: SignedCode) {
    const isHere = code.chainId === chainId && code.gigId === gig.id && code.round === gig.round
    const isTakers = code.action === 'Request' || code.walletId === gig.taker
    return isHere && isTakers && code.state === gig.state && code.expiry >= now
  }
}
