import {
  codeKindOf,
  decodeCode,
  decodeWalletCode,
  isTownError,
  type SignedCode,
  TownError,
  type WalletCode,
} from '@distributed-town/sdk'

/** What somebody showed, sent or pasted. */
export type ReadCode =
  | { readonly kind: 'Request' | 'Completion'; readonly text: string; readonly code: SignedCode }
  | { readonly kind: 'Wallet'; readonly text: string; readonly code: WalletCode }

/**
 * Finds the code in what was scanned or pasted: the code alone, a link that ends with it, or a message around it, also when a mail program
 * broke it into lines.
 *
 * @throws TownError NOT_A_CODE, CODE_VERSION, CODE_KIND, CODE_TRUNCATED, CODE_ALTERED.
 */
export const readCode = (input: string): ReadCode => {
  const from = unescapeFragment(input).search(/DITO\d{1,4}:/i)
  if (from === -1) throw new TownError('NOT_A_CODE')
  const rest = unescapeFragment(input).slice(from).toUpperCase()
  const word = /^\S+/.exec(rest)?.[0] ?? ''
  try {
    return decode(word)
  } catch (error) {
    // Lines that were broken are joined; words that follow a whole code are not part of it.
    const joined = rest.replace(/\s+/g, '')
    if (!isTownError(error, 'CODE_TRUNCATED') || joined === word) throw error
    return decodeBeginning(joined, error)
  }
}

/** The text of a code that a link to /scan carries. */
export const codeOfHash = (hash: string): string => hash.replace(/^#/, '')

const decode = (text: string): ReadCode => {
  const clean = text.replace(/[^A-Z2-7]+$/, '')
  const kind = codeKindOf(clean)
  return kind === 'Wallet'
    ? { kind, text: clean, code: decodeWalletCode(clean) }
    : { kind, text: clean, code: decodeCode(clean) }
}

/** A code is as long as its head says: what stands behind it is cut off until it fits. */
const decodeBeginning = (text: string, original: TownError): ReadCode => {
  const longest = /^DITO\d{1,4}:[A-Z]:[A-Z2-7]+/.exec(text)?.[0] ?? text
  for (let end = longest.length; end > 0; end--) {
    try {
      return decode(longest.slice(0, end))
    } catch (error) {
      if (!isTownError(error)) throw error
      if (error.code === 'CODE_TRUNCATED') break
    }
  }
  throw original
}

// A colon in the fragment of a link may come escaped.
const unescapeFragment = (text: string): string => text.replace(/%3a/gi, ':').replace(/%20/g, ' ')
