import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { createServer } from '../../src/api/server.ts'
import { createBus } from '../../src/bus.ts'
import { readConfig } from '../../src/config.ts'
import type { Node } from '../../src/node.ts'

const log = pino({ level: 'silent' })
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const PAGE = `<!doctype html>
<html>
  <head>
    <title>Town</title>
    <meta property="og:image" content="/icon-512.png" />
  </head>
</html>
`
const PRELOADS = [
  { path: '/', files: ['/assets/home.js'], texts: { en: ['/assets/en.js'], it: ['/assets/it.js'] } },
  { path: '/towns/$id', files: ['/assets/town.js', '/assets/plan.css'], texts: { en: ['/assets/en.js'], it: [] } },
]

/** A node without anything but its pages. */
const serve = async ({ env = {}, preloads }: { env?: Record<string, string>; preloads?: unknown }) => {
  const webRoot = mkdtempSync(join(tmpdir(), 'web-'))
  folders.push(webRoot)
  mkdirSync(join(webRoot, 'assets'))
  writeFileSync(join(webRoot, 'index.html'), PAGE)
  if (preloads) writeFileSync(join(webRoot, 'preloads.json'), JSON.stringify(preloads))
  const node = { config: readConfig(env), log, bus: createBus({ log }), clock: Date.now } as Node
  return createServer(node, { webRoot })
}

const script = (name: string) => `<link rel="modulepreload" crossorigin href="/assets/${name}.js">`

test('a page names what its address needs next, in the language that its reader asks for', async () => {
  const app = await serve({ preloads: PRELOADS })
  const linksOf = async (url: string, language?: string) => {
    const { statusCode, body } = await app.inject({ url, headers: language ? { 'accept-language': language } : {} })
    expect(statusCode, url).toBe(200)
    return body.match(/<link .*?>/g) ?? []
  }
  expect(await linksOf('/nowhere')).toEqual([])
  expect(await linksOf('/towns/1/hall')).toEqual([])
  expect(await linksOf('/')).toEqual([script('home'), script('en')])
  expect(await linksOf('/?x=/towns/1', 'de-CH, IT-it;q=0.8, en;q=0.5')).toEqual([script('home'), script('it')])
  expect(await linksOf('/', 'de, *;q=0.1')).toEqual([script('home'), script('en')])
  for (const url of ['/towns/1', '/towns/1/', '/towns/%3Cscript%3E?a=b']) {
    const style = '<link rel="preload" as="style" crossorigin href="/assets/plan.css">'
    expect(await linksOf(url), url).toEqual([script('town'), style, script('en')])
  }
  await app.close()
})

test('a page is compressed, kept apart by language, and not sent again to whom has it', async () => {
  const app = await serve({ preloads: PRELOADS })
  const ask = (headers: Record<string, string>) => app.inject({ url: '/', headers })
  const plain = await ask({})
  expect(plain.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    vary: 'accept-encoding, accept-language',
  })
  expect(plain.headers['content-encoding']).toBeUndefined()
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync }
  for (const [encoding, read] of Object.entries(unpack)) {
    const { headers, rawPayload } = await ask({ 'accept-encoding': encoding })
    expect([headers['content-encoding'], read(rawPayload).toString()]).toEqual([encoding, plain.body])
  }
  const known = String(plain.headers.etag)
  const again = await ask({ 'if-none-match': known })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  const other = await ask({ 'if-none-match': known, 'accept-language': 'it' })
  expect([other.statusCode, other.headers.etag === known]).toEqual([200, false])
  await app.close()
})

test('its picture has a whole address where others see the node, and none where they do not', async () => {
  const imageOf = async (env: Record<string, string>) => {
    const app = await serve({ env })
    const { body } = await app.inject('/towns/1')
    await app.close()
    expect(body).toContain('<title>Town</title>')
    return /property="og:image" content="(.*?)"/.exec(body)?.[1]
  }
  expect(await imageOf({ PUBLIC_URL: 'https://town.example' })).toBe('https://town.example/icon-512.png')
  expect(await imageOf({ PUBLIC_URL: 'https://town.example/lime/' })).toBe('https://town.example/lime/icon-512.png')
  expect(await imageOf({})).toBeUndefined()
})
