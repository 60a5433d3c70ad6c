/** One picture of a view. */
export type Shot = {
  readonly who: string
  readonly view: string
  /** Width, theme, language. */
  readonly variant: string
  /** Beside the page. */
  readonly file: string
}

/** A page with all pictures, the variants of a view in one row. */
export const writeContactSheet = (shots: readonly Shot[]): string => {
  const rows = [...Map.groupBy(shots, ({ who, view }) => `${who}: ${view}`)].map(
    ([title, variants]) =>
      `<h2>${title}</h2><div>${variants
        .map(
          ({ variant, file }) =>
            `<figure><a href="${file}"><img src="${file}" alt="" loading="lazy"></a><figcaption>${variant}</figcaption></figure>`,
        )
        .join('')}</div>`,
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Pages of Distributed Town</title>
<style>
  body { font: 14px system-ui; margin: 1rem; background: #e8e8e8; color: #222 }
  h2 { font-size: 1rem; margin: 1.5rem 0 .5rem }
  div { display: flex; gap: 1rem; overflow-x: auto; align-items: flex-start }
  figure { margin: 0; flex: none }
  img { display: block; max-height: 40rem; max-width: 40rem; border: 1px solid #999; background: #fff }
  figcaption { color: #555 }
</style>
<h1>Pages of Distributed Town</h1>
${rows.join('\n')}
</html>
`
}
