// The formats of the platform, each made once: that takes a hundred times as long as using it, and a page of stalls writes hundreds of times.

const once = <Options, Format>(make: (language: string, options: Options | undefined) => Format) => {
  const made = new Map<string, Format>()
  return (language: string, options?: Options): Format => {
    const key = `${language} ${JSON.stringify(options)}`
    const known = made.get(key)
    if (known) return known
    const format = make(language, options)
    made.set(key, format)
    return format
  }
}

export const numberFormat = once(
  (language: string, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
)
export const dateFormat = once(
  (language: string, options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options),
)
export const relativeFormat = once(
  (language: string, options?: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(language, options),
)
