import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Community,
  communityHistoryPageSchema,
  communityPageSchema,
  communityWithRosterSchema,
  errorBodySchema,
  gigPageSchema,
  gigWithHistorySchema,
  networkPageSchema,
  partnersSchema,
  statementPageSchema,
  TownError,
  walletGigsSchema,
  walletSchema,
} from '@distributed-town/protocol'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { createServer } from '../../src/api/server.ts'
import { CREDIT } from '../indexer/people.ts'
import { foundTown, type Story, work } from '../indexer/story.ts'
import { startTestNode, type TestNode } from '../node.ts'
import { read } from '../read.ts'
import { get } from '../requests.ts'

const GARDENING = 10
const LEGAL = 4

let town: TestNode
let story: Story
let ids: { readonly anna: number; readonly bruno: number; readonly carla: number }
let rated: bigint
const open: bigint[] = []

beforeAll(async () => {
  town = await startTestNode()
  story = await foundTown(town)
  const { people, anna, bruno, carla, dora, enzo } = story
  const { walletOf } = people
  ids = { anna: await walletOf(anna), bruno: await walletOf(bruno), carla: await walletOf(carla) }
  rated = await work(story, bruno, anna, { skill: GARDENING, commitment: 1, rating: 8 })
  for (const commitment of [1, 2, 3]) open.push(await people.createGig(carla, LEGAL, commitment))
  for (const [who, template, name] of [
    [dora, 1, 'Kunsthof'],
    [enzo, 2, 'Open Kernel'],
  ] as const) {
    const charter = { template, policy: 0, key: `0x${'0a'.repeat(32)}`, name, purpose: '100% of it_all' } as const
    const skills = [{ skill: 12 * template, level: 1 }]
    const key = `0x${'0b'.repeat(32)}` as const
    await people.registry(who, 'createAndFound', [{ ...charter, place: '', language: '' }, skills, key, key])
  }
}, 60_000)

afterAll(() => town?.stop(), 60_000)

/** The pages of a list one after another. */
const readPages = async <Item>(
  schema: z.core.$ZodType<{ items: Item[]; next: string | null }>,
  path: string,
): Promise<Item[][]> => {
  const pages: Item[][] = []
  for (let next: string | null = ''; next !== null; ) {
    const separator = path.includes('?') ? '&' : '?'
    const page: { items: Item[]; next: string | null } = await read(
      town,
      schema,
      next === '' ? path : `${path}${separator}after=${next}`,
    )
    pages.push(page.items)
    next = page.next
  }
  return pages
}

describe('communities', () => {
  const names = (items: readonly Community[]) => items.map(({ name }) => name)
  const list = async (query: string) => names((await read(town, communityPageSchema, `/api/communities${query}`)).items)

  test('are listed in the order of their founding', async () => {
    expect(await list('')).toEqual(['Via Verdi', 'Kunsthof', 'Open Kernel'])
    expect(await readPages(communityPageSchema, '/api/communities?limit=2')).toHaveLength(2)
  })

  test('are found by template, missing skill and words', async () => {
    expect(await list('?template=1')).toEqual(['Kunsthof'])
    expect(await list(`?skill=${GARDENING}`)).toEqual([])
    expect(await list(`?skill=${LEGAL}`)).toEqual(['Via Verdi'])
    expect(await list('?skill=13')).toEqual(['Kunsthof'])
    expect(await list('?skill=13&template=0')).toEqual([])
    expect(await list('?q=kunst')).toEqual(['Kunsthof'])
    expect(await list('?q=ver%20TUR')).toEqual(['Via Verdi'])
    expect(await list('?q=nowhere')).toEqual([])
  })

  test('are told in short for a map of the network', async () => {
    const towns = (await readPages(networkPageSchema, '/api/network')).flat()
    const communities = (await read(town, communityPageSchema, '/api/communities')).items
    expect(towns).toEqual(
      communities.map(({ id, template, name, purpose, place, language, ...rest }) => {
        const { members, active, founding, score, skillCounts } = rest
        return { id, template, name, purpose, place, language, members, active, founding, score, skillCounts }
      }),
    )
    expect((await readPages(networkPageSchema, '/api/network?limit=2')).map(({ length }) => length)).toEqual([2, 1])
  })

  test('what is typed into the search is never an operator of it', async () => {
    for (const q of ["'", '!', '& |', '\\', 'a:*', "')--", '<->', '\u{1f3b6}', '%00', '100%', 'é', '\\x00']) {
      const { status } = await get(town, `/api/communities?q=${encodeURIComponent(q)}`)
      expect({ q, status }).toEqual({ q, status: 200 })
    }
  })

  test('with their members', async () => {
    const community = await read(town, communityWithRosterSchema, '/api/communities/1')
    expect(community).toMatchObject({
      id: 1,
      name: 'Via Verdi',
      founder: ids.anna,
      members: 3,
      active: true,
      founding: true,
      score: 2_500,
      openGigs: 3,
      epoch: 1,
      escrow: 144n * CREDIT,
      treasury: 2_006n * CREDIT,
    })
    expect(community.missingSkills).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(community.roster.map(({ walletId }) => walletId)).toEqual([ids.anna, ids.bruno, ids.carla])
    expect(community.roster[0]).toMatchObject({
      owner: story.anna.address,
      balance: 2_048n * CREDIT,
      granted: 2_042n * CREDIT,
      locked: 42n * CREDIT,
      spendable: 246n * CREDIT,
      validated: false,
      foundingMember: true,
      skills: [
        { skill: GARDENING, level: 4, validated: false, rates: 1 },
        { skill: 11, level: 3, validated: false, rates: 0 },
      ],
    })
    expect(community.roster[0]?.residentSince).toBe(community.roster[0]?.joinedAt)
  })

  test('have gigs, newest first, of all states or one', async () => {
    const newest = [...open].reverse()
    const page = await read(town, gigPageSchema, '/api/communities/1/gigs')
    expect(page.items.map(({ id }) => id)).toEqual([...newest, rated])
    const pages = await readPages(gigPageSchema, '/api/communities/1/gigs?state=Open&limit=2')
    expect(pages.map((items) => items.map(({ id }) => id))).toEqual([newest.slice(0, 2), newest.slice(2)])
    expect((await read(town, gigPageSchema, '/api/communities/2/gigs')).items).toEqual([])
  })

  test('have a history, newest first', async () => {
    const [all = []] = await readPages(communityHistoryPageSchema, '/api/communities/1/history')
    expect(all.map(({ type }) => type)).toEqual(['joined', 'score', 'joined', 'joined', 'founded'])
    const pages = await readPages(communityHistoryPageSchema, '/api/communities/1/history?limit=2')
    expect(pages.flat()).toEqual(all)
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1])
  })

  test('also of some kinds only, page by page', async () => {
    const [all = []] = await readPages(communityHistoryPageSchema, '/api/communities/1/history')
    const path = '/api/communities/1/history?types=joined,founded'
    const pages = await readPages(communityHistoryPageSchema, `${path}&limit=3`)
    expect(pages.map((items) => items.map(({ type }) => type))).toEqual([['joined', 'joined', 'joined'], ['founded']])
    expect(pages.flat()).toEqual(all.filter(({ type }) => type !== 'score'))
    const [scores] = await readPages(communityHistoryPageSchema, '/api/communities/1/history?types=score')
    expect(scores).toMatchObject([
      { cause: 'Activated', walletId: ids.carla, members: 3, skillCounts: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2] },
    ])
  })

  test('tell when each member last did something', async () => {
    const { roster } = await read(town, communityWithRosterSchema, '/api/communities/1')
    const { history } = await read(town, gigWithHistorySchema, `/api/gigs/${rated}`)
    const last = await read(town, gigWithHistorySchema, `/api/gigs/${open.at(-1)}`)
    const at = (type: string) => history.find((step) => step.type === type)?.at
    // Anna came first and was last seen when her work was completed, Bruno rated it, Carla has offered gigs since.
    expect(roster.map(({ activeAt }) => activeAt)).toEqual([at('completed'), at('rated'), last.createdAt])
  })
})

test('a gig has its history', async () => {
  const gig = await read(town, gigWithHistorySchema, `/api/gigs/${rated}`)
  expect(gig).toMatchObject({
    communityId: 1,
    creator: ids.bruno,
    taker: ids.anna,
    state: 'Rated',
    credits: 6n * CREDIT,
    deadline: null,
    rating: 8,
    ratingCounted: true,
    project: null,
  })
  expect(gig.history.map(({ type }) => type)).toEqual(['created', 'accepted', 'submitted', 'completed', 'rated'])
})

describe('wallets', () => {
  test('by id and by owner, whatever the case of the address', async () => {
    const wallet = await read(town, walletSchema, `/api/wallets/${ids.anna}`)
    expect(wallet).toMatchObject({
      owner: story.anna.address,
      communityId: 1,
      validated: false,
      balance: 2_048n * CREDIT,
    })
    expect(wallet.ratings).toEqual([{ skill: GARDENING, count: 1, sum: 8, pending: 0 }])
    for (const address of [story.anna.address, story.anna.address.toLowerCase()]) {
      expect(await read(town, walletSchema, `/api/wallets/by-owner/${address}`)).toEqual(wallet)
    }
  })

  test('have a statement', async () => {
    const [all = []] = await readPages(statementPageSchema, `/api/wallets/${ids.carla}/statement`)
    expect(all.map(({ kind, amount, counterparty, gigId }) => [kind, amount / CREDIT, counterparty, gigId])).toEqual([
      ['escrow', -72n, 'escrow', open[2]],
      ['escrow', -48n, 'escrow', open[1]],
      ['escrow', -24n, 'escrow', open[0]],
      ['grant', 2_012n, 'vault', null],
    ])
    expect(all[0]?.balance).toBe(1_868n * CREDIT)
    const pages = await readPages(statementPageSchema, `/api/wallets/${ids.carla}/statement?limit=3`)
    expect(pages.flat()).toEqual(all)
    const [earned] = (await read(town, statementPageSchema, `/api/wallets/${ids.anna}/statement`)).items
    expect(earned).toMatchObject({ kind: 'payment', amount: 6n * CREDIT, counterparty: ids.bruno, gigId: rated })
  })

  test('have gigs, as creator and as taker', async () => {
    const ofBruno = await read(town, walletGigsSchema, `/api/wallets/${ids.bruno}/gigs`)
    expect([ofBruno.asCreator.map(({ id }) => id), ofBruno.asTaker]).toEqual([[rated], []])
    const ofAnna = await read(town, walletGigsSchema, `/api/wallets/${ids.anna}/gigs`)
    expect([ofAnna.asCreator, ofAnna.asTaker.map(({ id }) => id)]).toEqual([[], [rated]])
  })

  test('have those with whom gigs were completed, seen from both sides', async () => {
    const partners = (id: number) => read(town, partnersSchema, `/api/wallets/${id}/partners`)
    const [none, one] = [
      { gigs: 0, credits: 0n, ratings: 0, sum: 0 },
      { gigs: 1, credits: 6n * CREDIT, ratings: 1, sum: 8 },
    ]
    const { history } = await read(town, gigWithHistorySchema, `/api/gigs/${rated}`)
    const lastAt = history.find(({ type }) => type === 'completed')?.at
    expect(await partners(ids.anna)).toEqual({ items: [{ walletId: ids.bruno, done: one, received: none, lastAt }] })
    expect(await partners(ids.bruno)).toEqual({ items: [{ walletId: ids.anna, done: none, received: one, lastAt }] })
    expect(await partners(ids.carla)).toEqual({ items: [] })
  })
})

describe('what is not there is 404, what makes no sense 400, and nothing 500', () => {
  const noAddress = `0x${'11'.repeat(20)}`
  test.each([
    '/api/communities/99',
    '/api/communities/4294967295',
    '/api/communities/99/gigs',
    '/api/communities/99/history',
    '/api/gigs/1',
    '/api/gigs/18446744073709551615',
    '/api/wallets/99',
    '/api/wallets/99/statement',
    '/api/wallets/99/gigs',
    '/api/wallets/99/partners',
    `/api/wallets/by-owner/${noAddress}`,
    '/api/nothing',
    '/api',
    '/api/',
    '/nothing.js',
    '/%2e%2e/%2e%2e/package.json',
  ])('404 %s', async (path) => {
    const { status, body: json } = await get(town, path)
    expect({ status, code: errorBodySchema.parse(json).code }).toEqual({ status: 404, code: 'NOT_FOUND' })
  })

  test.each([
    '/api/communities/',
    '/api/communities/0',
    '/api/communities/-1',
    '/api/communities/abc',
    '/api/communities/1.5',
    '/api/communities/4294967296',
    '/api/communities/99999999999999999999',
    '/api/communities/%00',
    '/api/communities/1/gigs?state=Nowhere',
    '/api/communities/1/gigs?limit=0',
    '/api/communities/1/gigs?limit=101',
    '/api/communities/1/gigs?limit=1&limit=2',
    '/api/communities/1/gigs?after=x',
    '/api/communities/1/gigs?after=1.2',
    '/api/communities/1/gigs?after=99999999999999999999',
    '/api/communities/1/history?after=1',
    '/api/communities/1/history?after=1.99999999999999999999',
    '/api/communities/1/history?types=weather',
    '/api/communities/1/history?types=',
    '/api/communities?template=3',
    '/api/communities?template=-1',
    '/api/communities?skill=36',
    '/api/communities?skill=NaN',
    `/api/communities?q=${'x'.repeat(81)}`,
    '/api/communities?after=',
    '/api/communities?after=-1',
    "/api/communities?after='",
    '/api/network?limit=0',
    '/api/network?limit=1001',
    '/api/network?after=x',
    '/api/network?after=1.2',
    '/api/gigs/0',
    '/api/gigs/x',
    '/api/gigs/0x1',
    '/api/gigs/18446744073709551616',
    '/api/wallets/0',
    '/api/wallets/x',
    '/api/wallets/1/statement?after=1.1',
    '/api/wallets/1/statement?after=1.1.1.1',
    '/api/wallets/1/statement?limit=1e1',
    '/api/wallets/by-owner/0x12',
    `/api/wallets/by-owner/${noAddress}00`,
    '/api/communities/%E0%A4%A',
  ])('400 %s', async (path) => {
    const { status, body: json } = await get(town, path)
    expect({ status, code: errorBodySchema.parse(json).code }).toEqual({ status: 400, code: 'INVALID_REQUEST' })
  })

  test('a cursor of another list leads nowhere, not to an error', async () => {
    for (const path of [
      '/api/communities/1/history?after=999999999999999999.999999999999999999',
      '/api/wallets/1/statement?after=999999999999999999.999999999999999999.999999999999999999',
      '/api/communities/1/gigs?after=999999999999999999',
      '/api/communities?after=999999999999999999',
      '/api/network?after=999999999999999999',
    ]) {
      expect({ path, status: (await get(town, path)).status }).toEqual({ path, status: 200 })
    }
  })

  test('a route has no other methods', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await fetch(`${town.url}/api/communities`, { method })
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toContain('GET')
      expect(await response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' })
    }
  })
})

describe('events', () => {
  const follow = (lastEventId?: string) => {
    const controller = new AbortController()
    const events: { readonly event: string; readonly data: unknown; readonly id: string; readonly at: number }[] = []
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
    const opened = fetch(`${town.url}/api/events`, { headers, signal: controller.signal })
    const read = async () => {
      let text = ''
      for await (const chunk of (await opened).body ?? []) {
        text += Buffer.from(chunk).toString()
        const blocks = text.split('\n\n')
        text = blocks.pop() ?? ''
        for (const block of blocks) {
          const [, id = '', event = '', data = ''] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(block) ?? []
          if (event !== '') events.push({ id, event, data: JSON.parse(data), at: performance.now() })
        }
      }
    }
    const ended = read().catch((error: Error) => {
      if (error.name !== 'AbortError') throw error
    })
    const stop = async () => {
      controller.abort()
      await ended
    }
    return { events, opened, stop }
  }

  test('tell what changed, and again to whom comes back', async () => {
    const reader = follow()
    const response = await reader.opened
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const started = performance.now()
    const id = await story.people.createGig(story.carla, LEGAL, 1)
    await expect.poll(() => reader.events.map(({ event }) => event)).toEqual(['gig', 'wallet', 'community', 'block'])
    const [gig, wallet, community, block] = reader.events
    process.stdout.write(
      `a gig reached a reader ${Math.round((gig?.at ?? 0) - started)} ms after its creation was sent\n`,
    )
    expect(gig?.data).toEqual({ id: id.toString(), communityId: 1, state: 'Open' })
    expect([wallet?.data, community?.data]).toEqual([{ id: ids.carla }, { id: 1 }])
    const height = Number(await town.node.chain.height())
    expect(block?.data).toEqual({ height, indexed: height, finalized: height })
    await reader.stop()

    const again = follow(gig?.id)
    await expect.poll(() => again.events.map(({ event }) => event)).toEqual(['wallet', 'community', 'block'])
    // Whatever a page read may be of a block that is gone.
    town.node.bus.emit({ type: 'undone', block: 1n })
    await expect.poll(() => again.events.at(-1)).toMatchObject({ event: 'reset', data: { lastEventId: '' } })
    await again.stop()
  })

  test('are for GET only', async () => {
    expect((await fetch(`${town.url}/api/events`, { method: 'HEAD' })).status).toBe(405)
  })
})

describe('the server', () => {
  const apps: FastifyInstance[] = []
  const folders: string[] = []

  afterAll(async () => {
    for (const app of apps) await app.close()
    for (const folder of folders) rmSync(folder, { recursive: true })
  })

  const serve = async (options: Parameters<typeof createServer>[1]) => {
    const app = await createServer({ ...town.node, log: pino({ level: 'silent' }) }, options)
    apps.push(app)
    return app
  }

  const faults = (app: FastifyInstance) => {
    app.post('/api/echo', async ({ body }) => body)
    app.get('/api/refused', async () => {
      throw new TownError('NotSpendable', { spendable: 1n, amount: 2n })
    })
    app.get('/api/failed', async () => {
      throw new Error('the password is 1234')
    })
    app.get('/api/own-failure', async () => {
      throw new TownError('INVALID_SKILL_SET', { packed: 1 })
    })
  }

  test('tells bodies that are not JSON, too large or of another type', async () => {
    const app = await serve({ plugins: [faults] })
    const post = async (payload: string, type: string) => {
      const { statusCode, json } = await app.inject({
        method: 'POST',
        url: '/api/echo',
        payload,
        headers: { 'content-type': type },
      })
      return [statusCode, errorBodySchema.parse(json()).code]
    }
    expect(await post('{"a":', 'application/json')).toEqual([400, 'MALFORMED_JSON'])
    expect(await post('', 'application/json')).toEqual([400, 'MALFORMED_JSON'])
    expect(await post('{"__proto__":{}}', 'application/json')).toEqual([400, 'MALFORMED_JSON'])
    expect(await post(JSON.stringify('x'.repeat(64 * 1024)), 'application/json')).toEqual([413, 'BODY_TOO_LARGE'])
    expect(await post('a=1', 'application/x-www-form-urlencoded')).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })

  test('answers what contracts refuse with 422 and details, and hides what failed inside', async () => {
    const app = await serve({ plugins: [faults] })
    const refused = await app.inject('/api/refused')
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toEqual({
      code: 'NotSpendable',
      message: 'NotSpendable(spendable: 1, amount: 2)',
      details: { spendable: '1', amount: '2' },
    })
    for (const url of ['/api/failed', '/api/own-failure']) {
      const failed = await app.inject(url)
      expect(failed.statusCode).toBe(500)
      expect(failed.json()).toEqual({ code: 'INTERNAL', message: 'something failed inside the node' })
    }
  })

  test('is readable for pages of others when it has a public address, and only readable', async () => {
    const closed = await serve({})
    expect((await closed.inject('/api/communities')).headers['access-control-allow-origin']).toBeUndefined()
    const config = { ...town.node.config, publicUrl: new URL('https://town.example') }
    const open = await createServer({ ...town.node, config, log: pino({ level: 'silent' }) }, { plugins: [faults] })
    apps.push(open)
    for (const path of ['/api/communities', '/api/nothing'])
      expect((await open.inject(path)).headers['access-control-allow-origin']).toBe('*')
    const foreign = { origin: 'https://other.example', 'content-type': 'application/json' }
    const post = await open.inject({ method: 'POST', url: '/api/echo', headers: foreign, payload: '{}' })
    expect(post.headers['access-control-allow-origin']).toBeUndefined()
    const asked = { ...foreign, 'access-control-request-method': 'POST' }
    const preflight = await open.inject({ method: 'OPTIONS', url: '/api/echo', headers: asked })
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined()
    expect((await open.inject('/')).headers['access-control-allow-origin']).toBeUndefined()
  })

  test('limits requests by address, those for nothing as well', async () => {
    const app = await serve({ maxRequests: 2 })
    const from = (remoteAddress: string) => app.inject({ url: '/api/nothing', remoteAddress })
    const statuses = [
      await from('192.0.2.1'),
      await from('192.0.2.1'),
      await from('192.0.2.1'),
      await from('192.0.2.2'),
    ]
    expect(statuses.map(({ statusCode }) => statusCode)).toEqual([404, 404, 429, 404])
    expect(errorBodySchema.parse(statuses[2]?.json()).code).toBe('RATE_LIMITED')
    expect(statuses[2]?.headers['retry-after']).toBeDefined()
  })

  test('serves the web app with its pages, and keeps errors of the API apart', async () => {
    const webRoot = mkdtempSync(join(tmpdir(), 'web-'))
    folders.push(webRoot)
    mkdirSync(join(webRoot, 'assets'))
    writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>Town</title>')
    writeFileSync(join(webRoot, 'assets', 'app-1a2b.js'), 'export {}')
    const app = await serve({ webRoot })
    for (const url of ['/', '/gigs/16777217', '/wallet?x=1.5']) {
      const page = await app.inject(url)
      expect([url, page.statusCode, page.headers['cache-control']]).toEqual([url, 200, 'no-cache'])
      expect(page.body).toContain('<title>Town</title>')
      expect(page.headers['content-security-policy']).toContain("default-src 'self'")
      expect(page.headers['content-security-policy']).not.toContain('upgrade-insecure-requests')
      expect(page.headers['strict-transport-security']).toBeUndefined()
    }
    const asset = await app.inject('/assets/app-1a2b.js')
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
    for (const url of ['/assets/gone.js', '/api/nothing', '/rpc', '/relay']) {
      const missing = await app.inject(url)
      expect([url, missing.statusCode, missing.json().code]).toEqual([url, 404, 'NOT_FOUND'])
    }
    expect((await app.inject({ method: 'POST', url: '/gigs' })).statusCode).toBe(404)
  })
})
