import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin, Rolldown } from 'vite'

const ROUTES = fileURLToPath(new URL('../src/routes.tsx', import.meta.url))
/** Texts that every page has. */
const EVERYWHERE = 'common'

/** Tells the node which files each page needs besides those that index.html names (preloads.json, read by apps/node/src/api/pages.ts). */
export const listPreloads = (): Plugin => ({
  name: 'list-preloads',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    const page = bundle['index.html']
    if (page?.type !== 'asset') throw new Error('there is no page')
    const html = String(page.source)
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
    const filesOf = (modules: readonly string[]): readonly string[] => {
      const starts = modules.map((module) => {
        const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/src/${module}`)))
        if (!chunk) throw new Error(`routes.tsx names ${module}, which was not built`)
        return chunk
      })
      return [...withImports(starts, bundle)].map((file) => `/${file}`).filter((file) => !html.includes(file))
    }
    const languages = new Set(chunks.flatMap(({ moduleIds }) => moduleIds.flatMap(languageOf)))
    const preloads = readRoutes().map(({ path, modules, namespaces }) => ({
      path,
      files: filesOf(modules),
      texts: Object.fromEntries(
        [...languages]
          .toSorted()
          .map((language) => [
            language,
            filesOf([EVERYWHERE, ...namespaces].map((namespace) => `i18n/${language}/${namespace}.json`)),
          ]),
      ),
    }))
    this.emitFile({ type: 'asset', fileName: 'preloads.json', source: JSON.stringify(preloads) })
  },
})

/** What routes.tsx says of each route: where it is, and which modules and texts it loads. */
const readRoutes = () =>
  readFileSync(ROUTES, 'utf8')
    .split('= createRoute(')
    .slice(1)
    .map((text) => {
      const declaration = text.slice(0, text.indexOf('\n})'))
      const path = /^ {2}path: '(.+)',$/m.exec(declaration)?.[1]
      if (path === undefined) throw new Error(`a route of routes.tsx has no path: ${declaration}`)
      const modules = [...declaration.matchAll(/\bimport\('\.\/(.+?)'\)/g)].map(([, module = '']) => module)
      const texts = /\bread\((.*?)\)/s.exec(declaration)?.[1] ?? ''
      return { path, modules, namespaces: [...texts.matchAll(/'(.+?)'/g)].map(([, namespace = '']) => namespace) }
    })

/** These chunks with all that they import, and its styles and pictures. */
const withImports = (starts: readonly Rolldown.OutputChunk[], bundle: Rolldown.OutputBundle): ReadonlySet<string> => {
  const files = new Set<string>()
  const add = (chunk: Rolldown.OutputChunk) => {
    if (files.has(chunk.fileName)) return
    files.add(chunk.fileName)
    const { importedCss = [], importedAssets = [] } = chunk.viteMetadata ?? {}
    // Workers are among them, which are not of the page.
    for (const file of [...importedCss, ...importedAssets]) if (!file.endsWith('.js')) files.add(file)
    for (const name of chunk.imports) {
      const imported = bundle[name]
      if (imported?.type === 'chunk') add(imported)
    }
  }
  for (const chunk of starts) add(chunk)
  return files
}

const languageOf = (module: string): readonly string[] => {
  const language = /\/src\/i18n\/([a-z]+)\/common\.json$/.exec(module)?.[1]
  return language === undefined ? [] : [language]
}
