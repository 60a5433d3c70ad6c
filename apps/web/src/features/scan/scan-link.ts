/** A link that carries a code to the page that reads it. Apart from what reads it, which who shows a code does not need. */
export const scanLink = (origin: string, code: string): string => `${origin}/scan#${code}`
