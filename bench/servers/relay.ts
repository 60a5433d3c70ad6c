import { createHash, randomBytes } from 'node:crypto'
import { WebSocketServer } from 'ws'
import { found, moveTo, startTown } from '../../apps/node/test/relay/town.ts'
import { readMembers, TOWNS } from '../lib/members.ts'
import { serve } from '../lib/server.ts'

// The relay on a database of its own with towns full of members; and what its baselines need.

const free = 1e9
const town = await startTown({
  messagesPerSecond: free,
  burst: free,
  authorEventsPerDay: free,
  authorBytesPerDay: free,
  townEventsPerDay: free,
  townBytesPerDay: free,
})
for (let id = 1; id <= TOWNS; id++) await found(town, { id })
for (const { communityId, ...person } of readMembers()) await moveTo(town, person, communityId)

const echo = new WebSocketServer({ host: '127.0.0.1', port: 0 })
echo.on('connection', (socket) => socket.on('message', (data) => socket.send(String(data).slice(0, 100))))

/** Rows as the relay stores them, one statement each, so many at once. */
const insertRows = async ({ rows, inFlight }: { rows: number; inFlight: number }): Promise<number> => {
  await town.pool.query('create table bare_record (like town.record including all)')
  const start = performance.now()
  let left = rows
  const work = async () => {
    while (left-- > 0) {
      const id = createHash('sha256').update(randomBytes(32)).digest('hex')
      await town.pool.query({
        name: 'bare',
        text: `insert into bare_record (id, pubkey, created_at, kind, community_id, tags, event, received_at)
               values ($1, $2, $3, 1, $4, $5, $6, $3)`,
        values: [id, id, 1_700_000_000, 1 + (left % TOWNS), ['h:1'], 'x'.repeat(900)],
      })
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))
  return rows / ((performance.now() - start) / 1000)
}

serve({
  url: async () => town.url,
  echo: async () => `ws://127.0.0.1:${(echo.address() as { port: number }).port}`,
  insert: () => insertRows({ rows: 5000, inFlight: 50 }),
  stored: async () =>
    Number((await town.pool.query<{ n: bigint }>('select count(*) as n from town.record')).rows[0]?.n),
  cpuMs: async () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
  stop: async () => {
    echo.close()
    await town.stop()
  },
})
