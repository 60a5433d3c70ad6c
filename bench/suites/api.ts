import { execFileSync } from 'node:child_process'
import type { Bench } from '../bench.ts'
import { MEMBERS_OF_A_TOWN, TOWNS } from '../lib/api-data.ts'
import { type Load, loadHttp } from '../lib/http-load.ts'
import { startServer } from '../lib/server.ts'

const CONNECTIONS = 64
const SECONDS = 6

const [NODE_CPU, LOAD_CPU] = [0, 1]

const format = ({ perSecond, p99 }: Load, cpu: number): string =>
  `${Math.round(perSecond).toLocaleString('en')}/s, p99 ${p99.toFixed(1)} ms, ${Math.round(cpu)} µs`

const towns = Array.from({ length: TOWNS }, (_, i) => `/api/communities/${i + 1}`)
const gigs = towns.map((town) => `${town}/gigs`)
const wallets = Array.from({ length: TOWNS * MEMBERS_OF_A_TOWN }, (_, i) => `/api/wallets/${i + 1}`)
const mixed = wallets.flatMap((wallet, i) => [towns[i % TOWNS] ?? '', gigs[i % TOWNS] ?? '', wallet])

export const bench: Bench = {
  name: 'api',
  run: async ({ say }) => {
    execFileSync('taskset', ['-acp', String(LOAD_CPU), String(process.pid)])
    process.env.DATABASE_CPU = String(LOAD_CPU)
    const server = await startServer('api', { cpu: NODE_CPU })
    try {
      const url = await server.ask<string>('url')
      const measure = async (what: string, at: string, paths: readonly string[]): Promise<string> => {
        await loadHttp({ url: at, paths, connections: CONNECTIONS, seconds: 1 })
        const before = await server.ask<number>('cpu')
        const load = await loadHttp({ url: at, paths, connections: CONNECTIONS, seconds: SECONDS })
        const used = (await server.ask<number>('cpu')) - before
        const value = format(load, used / (load.perSecond * SECONDS))
        say(`${what}: ${value}`)
        return value
      }
      const bare = await server.ask<string>('bare')
      const barePaths = wallets.map((path) => path.replace('/api', ''))
      const baseline = `${await measure('bare Fastify with one prepared read', bare, barePaths)} bare Fastify and read`
      const bar = '≥ 6,000/s, p99 ≤ 30 ms'
      const still = { 'town pages': towns, 'gig lists': gigs, wallets }
      const figures = []
      for (const [what, paths] of Object.entries(still))
        figures.push({ what: `${what}, no new block`, bar, value: await measure(what, url, paths), baseline })
      await server.ask('mine')
      const value = await measure('all three, a block a second', url, mixed)
      return [...figures, { what: 'all three in turn, a block a second', bar, value, baseline }]
    } finally {
      await server.stop()
      execFileSync('taskset', ['-acp', `${NODE_CPU},${LOAD_CPU}`, String(process.pid)])
    }
  },
}
