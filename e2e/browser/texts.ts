import { readdirSync, readFileSync } from 'node:fs'

// The English texts of the web app, so that the story looks for what people read without repeating it.

const FOLDER = new URL('../../apps/web/src/i18n/en/', import.meta.url)

type Texts = { readonly [name: string]: Texts | string }

const namespaces: Texts = Object.fromEntries(
  readdirSync(FOLDER).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')),
  ]),
)

const find = (key: string): string | undefined => {
  const found = key
    .split(/[:.]/)
    .reduce<Texts | string | undefined>((at, name) => (typeof at === 'object' ? at[name] : undefined), namespaces)
  return typeof found === 'string' ? found : undefined
}

const plurals = new Intl.PluralRules('en')

/**
 * @param key `<namespace>:<path>`, as in the app.
 * @example t('gigs:days', { count: 7 })
 */
export const t = (key: string, values: Readonly<Record<string, string | number>> = {}): string => {
  const text = find(key) ?? find(`${key}_${plurals.select(Number(values.count))}`)
  if (text === undefined) throw new Error(`there is no text ${key}`)
  return text.replaceAll(/\{\{(\w+)(?:, number)?\}\}/g, (_, name: string) => {
    if (values[name] === undefined) throw new Error(`${key} needs ${name}`)
    return String(values[name])
  })
}
