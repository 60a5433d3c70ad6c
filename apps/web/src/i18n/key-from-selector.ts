/** All that react-i18next takes from i18next when it runs (vite.config.ts): how a key is read from a function. Keys are texts here. */
export const keyFromSelector = (selector: unknown): string => {
  throw new Error(`a key must be a text: ${String(selector)}`)
}
