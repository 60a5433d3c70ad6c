/** Text that is HTML already. */
export type Html = { readonly html: string }

type Value = string | number | Html | undefined | readonly Value[]

/** HTML with its values put in: texts escaped, whatever they hold, and what is HTML as it is. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  html: parts.reduce((written, part, i) => written + toText(values[i - 1]) + part),
})

const toText = (value: Value): string => {
  if (value === undefined) return ''
  if (isHtml(value)) return value.html
  if (typeof value === 'object') return value.map(toText).join('')
  return String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const isHtml = (value: Exclude<Value, undefined>): value is Html => typeof value === 'object' && 'html' in value
