import { CREDIT } from '@distributed-town/sdk'

// Numbers as people read them, in text and on the page.

/** With separators; at most so many decimals, and none that say nothing. */
export const plain = (value: number, decimals = 0): string =>
  value.toLocaleString('en', { maximumFractionDigits: decimals })

/** Ten-thousandths as a plain number. */
export const fraction = (valueBps: number | null): string => (valueBps === null ? '–' : plain(valueBps / 10_000, 2))

/** Ten-thousandths in percent. */
export const percent = (valueBps: number | null): string => (valueBps === null ? '–' : `${plain(valueBps / 100)} %`)

/** A score, from hundredths. */
export const points = (score: number | null): string => (score === null ? '–' : plain(score / 100, 2))

/** Whole credits, rounded down. */
export const credits = (amount: bigint): string => (amount / CREDIT).toLocaleString('en')

/** Whole credits and what is left over, exactly. */
export const exactCredits = (amount: bigint): string => {
  const rest = amount % CREDIT
  return `${amount / CREDIT}${rest === 0n ? '' : `.${String(rest).padStart(18, '0')}`}`
}

export const milliseconds = (time: number): string => `${plain(time)} ms`
