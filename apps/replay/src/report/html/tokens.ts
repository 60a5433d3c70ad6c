import { readFileSync } from 'node:fs'

/** The colours of the web app: its theme is the only place where they stand. */
export const readTokens = (): string => {
  const theme = readFileSync(THEME, 'utf8')
  return [...theme.matchAll(/^ {2}(--[\w-]+: light-dark\(#\w{6}, #\w{6}\);)$/gm)].map(([, token]) => token).join('')
}

const THEME = new URL('../../../../web/src/theme.css', import.meta.url)
