import type { Plugin } from 'vite'

const LINK = /<link rel="stylesheet"([^>]*) href="\/([^"]+)">/

/**
 * Puts the styles of all pages into index.html: what is seen first waits for one answer of the node and not for two. The link stays, switched
 * off, so that nobody loads the file once more.
 */
export const inlineStyles = (): Plugin => ({
  name: 'inline-styles',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    const page = bundle['index.html']
    if (page?.type !== 'asset') throw new Error('there is no page')
    const html = String(page.source)
    const [link, attributes, file = ''] = LINK.exec(html) ?? []
    const styles = bundle[file]
    if (link === undefined || styles?.type !== 'asset') throw new Error('the page has no styles')
    page.source = html.replace(
      link,
      () => `<style>${styles.source}</style><link rel="stylesheet"${attributes} disabled href="/${file}">`,
    )
  },
})
