// Makes the pages readable while the node is away. Kept are the files of the app, and the node's last answers to what was read here: what
// is public, and records as their ciphertext. Nothing that was decrypted comes this way, and nothing is kept of the relay.

/** The library of types knows only workers in general by this name. */
const worker = self as unknown as ServiceWorkerGlobalScope

/** Filled in when it is built (build/list-files.ts). */
declare const __BUILT__: {
  readonly version: string
  readonly first: readonly string[]
  readonly rest: readonly string[]
}
const built = __BUILT__

const FILES = `files/${built.version}`
const ANSWERS = 'answers'
/** Pages that are open may still be made of the files of the version before. */
const KEPT_VERSIONS = 2
const MAX_ANSWERS = 500
/** Milliseconds. On a bad line the page that is here is better than a blank one. */
const PATIENCE = 4_000
/** When an answer was given, in milliseconds since 1970; what comes from here carries it to the page. */
const KEPT_AT = 'kept-at'

/** What each question is answered to anew, or not by JSON. */
const NEVER = /^\/api\/(events|nonces|health|backups|steward|example|openapi\.json|docs)(\/|$)/
const CONFIG = '/api/config'
const OF_THE_NODE = /^\/(api|rpc|relay|metrics)(\/|$)/
const AWAY: ReadonlySet<number> = new Set([502, 503, 504])

worker.addEventListener('install', (event) => {
  event.waitUntil(keepFirst())
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetOldVersions(), worker.clients.claim()]))
})

worker.addEventListener('message', (event) => {
  if (event.data === 'keep-all') event.waitUntil(keep(built.rest))
  if (Array.isArray(event.data)) event.waitUntil(keep(event.data.filter((path) => built.rest.includes(path))))
  if (event.data === 'forget') event.waitUntil(forgetAnswers().then(() => tellCount(event)))
  if (event.data === 'count') event.waitUntil(tellCount(event))
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  if (pathname.startsWith('/assets/')) return event.respondWith(fromFiles(request))
  if (pathname.startsWith('/api/') && !NEVER.test(pathname)) return event.respondWith(fromNode(event))
  if (OF_THE_NODE.test(pathname)) return
  if (request.mode === 'navigate') return event.respondWith(page(request))
  if (built.first.includes(pathname)) event.respondWith(fromFiles(request))
})

const keepFirst = async (): Promise<void> => {
  const files = await caches.open(FILES)
  // Not from the browser's cache, as far as they have no hash in their name.
  await files.addAll(
    built.first.map((path) => new Request(path, path.startsWith('/assets/') ? {} : { cache: 'reload' })),
  )
  // It takes over at once: what it gives out is found by name, so pages of the version before stay whole.
  await worker.skipWaiting()
}

/** For those who live here everything, what signs as well; for strangers what the first page had read before this worker was there. */
const keep = async (paths: readonly string[]): Promise<void> => {
  const files = await caches.open(FILES)
  for (const path of paths) {
    if (!(await files.match(path))) await files.add(path)
  }
}

const forgetAnswers = (): Promise<boolean> => caches.delete(ANSWERS)

/** How many answers are kept, to who asked. */
const tellCount = async ({ ports: [asker] }: ExtendableMessageEvent): Promise<void> => {
  asker?.postMessage((await (await caches.open(ANSWERS)).keys()).length)
}

const forgetOldVersions = async (): Promise<void> => {
  const versions = (await caches.keys()).filter((name) => name.startsWith('files/') && name !== FILES)
  // Oldest first.
  await Promise.all(
    versions.slice(0, Math.max(0, versions.length + 1 - KEPT_VERSIONS)).map((name) => caches.delete(name)),
  )
}

const fromFiles = async (request: Request): Promise<Response> => {
  const kept = await caches.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await (await caches.open(FILES)).put(request, response.clone())
  return response
}

const page = async (request: Request): Promise<Response> => {
  const kept = await (await caches.open(FILES)).match('/')
  if (!kept) return fetch(request)
  const late = new Promise<Response>((resolve) => setTimeout(resolve, PATIENCE, kept))
  return Promise.race([
    fetch(request).then(
      (fresh) => (AWAY.has(fresh.status) ? kept : fresh),
      () => kept,
    ),
    late,
  ])
}

const fromNode = async (event: FetchEvent): Promise<Response> => {
  const { request } = event
  const answers = await caches.open(ANSWERS)
  try {
    const fresh = await fetch(request)
    if (fresh.ok && isJson(fresh)) event.waitUntil(keepAnswer(answers, request, fresh.clone()))
    return AWAY.has(fresh.status) ? ((await findKept(answers, request)) ?? fresh) : fresh
  } catch (error) {
    const kept = await findKept(answers, request)
    if (kept) return kept
    throw error
  }
}

const findKept = async (answers: Cache, request: Request): Promise<Response | undefined> => {
  const kept = await answers.match(request)
  if (!kept || new URL(request.url).pathname !== CONFIG) return kept
  // Deadlines of what is signed meanwhile are counted from the time of the chain, which goes on.
  const config: { readonly blockTime: number } = await kept.json()
  const passed = Math.floor((Date.now() - Number(kept.headers.get(KEPT_AT))) / 1000)
  return Response.json({ ...config, blockTime: config.blockTime + passed }, { headers: kept.headers })
}

const isJson = ({ headers }: Response): boolean => headers.get('content-type')?.startsWith('application/json') ?? false

const keepAnswer = async (answers: Cache, request: Request, fresh: Response): Promise<void> => {
  const headers = new Headers(fresh.headers)
  headers.set(KEPT_AT, String(Date.now()))
  await answers.delete(request)
  await answers.put(request, new Response(await fresh.blob(), { status: fresh.status, headers }))
  const all = await answers.keys()
  // Oldest first.
  await Promise.all(all.slice(0, Math.max(0, all.length - MAX_ANSWERS)).map((old) => answers.delete(old)))
}
