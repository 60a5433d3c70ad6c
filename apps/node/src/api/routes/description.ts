import type { FastifyInstance } from 'fastify'
import type { toOpenApi } from '../operation.ts'

type OpenApi = ReturnType<typeof toOpenApi>

/** What this API takes and answers: for programs, and as a page for people. */
export const descriptionRoutes =
  ({ read }: { readonly read: () => OpenApi }) =>
  (app: FastifyInstance): void => {
    // The routes are known once all of them are there.
    let made: OpenApi | undefined
    const description = () => {
      made ??= read()
      return made
    }
    app.get('/api/openapi.json', async () => description())
    app.get('/api/docs', async (_, reply) => reply.type('text/html; charset=utf-8').send(toPage(description())))
  }

const toPage = ({ info, paths }: OpenApi): string => {
  const sections = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { summary, ...rest }]) =>
      [
        `<h2><code>${method.toUpperCase()} ${toText(path)}</code></h2><p>${toText(summary)}</p>`,
        `<details><summary>Shapes</summary><pre>${toText(JSON.stringify(rest, null, 2))}</pre></details>`,
      ].join(''),
    ),
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${info.title}: API</title><style>body{font:16px/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}
h2{font-size:1rem;margin:2rem 0 0}pre{overflow:auto;font-size:.8rem}</style>
<h1>${info.title}: API</h1><p>${toText(info.description)}</p><p><a href="openapi.json">openapi.json</a></p>${sections.join('\n')}</html>`
}

const toText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
