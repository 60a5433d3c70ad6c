import { execFileSync } from 'node:child_process'
import { encodeSkillSet, GIG_NUMBER_BITS, gigIdOf } from '@distributed-town/protocol'
import { fastify } from 'fastify'
import { createServer } from '../../apps/node/src/api/server.ts'
import { type Subject, storeChange } from '../../apps/node/src/db/chain/changes.ts'
import { inTransaction } from '../../apps/node/src/db/transaction.ts'
import type { Node } from '../../apps/node/src/node.ts'
import { startTown } from '../../apps/node/test/relay/town.ts'
import { ACTS_OF_A_BLOCK, GIGS_OF_A_TOWN, MEMBERS_OF_A_TOWN, TOWNS } from '../lib/api-data.ts'
import { serve } from '../lib/server.ts'

// The API on a database of its own, filled as an indexer would; and a bare server with one prepared read.

const seeding = await startTown()
const { pool } = seeding
await pool.query(
  `insert into chain.community (id, address, template, name, purpose, place, language, key, founder, founded_at, release, epoch,
     members, activated, score, skill_counts, spenders, gigs, open_gigs, vault, treasury, escrow, round)
   select id, '0x' || lpad(to_hex(id), 40, '0'), 0, 'Town ' || id, 'Neighbours who help each other.', 'Turin', 'it',
     '0x' || lpad(to_hex(id), 64, '0'), 1, 1700000000, 0, 1, $2, true, 7000, '{2,0,0,2,0,0,2,0,0,2,0,0}', 3, $3, 9,
     60000::numeric * 1e18, 100::numeric * 1e18, 240::numeric * 1e18, 1
   from generate_series(1, $1::integer) as id`,
  [TOWNS, MEMBERS_OF_A_TOWN, GIGS_OF_A_TOWN],
)
const SKILLS = encodeSkillSet([1, 4, 7].map((skill) => ({ skill, level: 5, validated: true })))
await pool.query(
  `insert into chain.wallet (id, owner, messaging_key, created_at, skills, validated_at, open_gigs, engagements, unrated_gigs, abandoned_gigs,
     settled_gigs, round_followed, carried, granted, community_id, balance, joined_at, founding_member, completed_gig_at,
     active_at)
   select id, '0x' || lpad(to_hex(id), 40, '0'), '0x' || lpad(to_hex(id), 64, '0'), 1700000000, $3, 1700000000, 1, 1, 0, 0, 0, 1,
     0, 2216::numeric * 1e18, 1 + id % $1::integer, 2400::numeric * 1e18, 1700000000 + id, false, 1700000000,
     1700000000
   from generate_series(1, $1::integer * $2::integer) as id`,
  [TOWNS, MEMBERS_OF_A_TOWN, SKILLS],
)
await pool.query(
  'insert into chain.rating select id, skill, 7, 50, 1 from chain.wallet cross join (values (1), (4), (7)) as s (skill)',
)
await pool.query(
  `insert into chain.gig (id, community_id, creator, taker, state, skill, commitment, credits, duration_days, release, round, changes, record,
     work, created_at, since, rating, rating_counted)
   select c * (1::bigint << $4::integer) + n, c, 1 + n % 10, 11, 'Rated', 1, 3, 18::numeric * 1e18, 14, 0, 1, 0, '0x' || lpad(to_hex(n), 64, '0'),
     '0x' || lpad(to_hex(n), 64, '1'), 1700000000, 1700000000, 8, true
   from generate_series(1, $1::integer) as c, generate_series(1, $2::integer) as n where $3::integer > 0`,
  [TOWNS, GIGS_OF_A_TOWN, MEMBERS_OF_A_TOWN, GIG_NUMBER_BITS],
)
await pool.query('analyze')

// PostgreSQL gets the core of the load: the bar is of one core of the node.
if (process.env.DATABASE_CPU) {
  const postmaster = (
    await pool.query<{ pid: string }>(`select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`)
  ).rows[0]?.pid
  execFileSync('taskset', ['-acp', process.env.DATABASE_CPU, postmaster ?? ''])
}
const town = await seeding.restart()

// Only the clock of the chain is asked for; there is none.
const node = { ...town.node, chain: { time: () => Math.floor(Date.now() / 1000) } } as unknown as Node
const app = await createServer(node, { maxRequests: 1e12 })
const url = await app.listen({ host: '127.0.0.1', port: 0 })

const bare = fastify()
bare.get<{ Params: { id: string } }>('/wallets/:id', async ({ params }) => {
  const { rows } = await town.pool.query({
    name: 'bare',
    text: 'select id, owner, messaging_key from chain.wallet where id = $1',
    values: [params.id],
  })
  return { ...rows[0], id: String(rows[0].id) }
})
const bareUrl = await bare.listen({ host: '127.0.0.1', port: 0 })

let blocks: NodeJS.Timeout | undefined

serve({
  url: async () => url,
  bare: async () => bareUrl,
  /** From now on a block a second, as full as the node's own bar asks: one act each in so many towns, on a gig of two members. */
  mine: async () => {
    let acts = 0
    blocks = setInterval(() => {
      const touched = Array.from({ length: ACTS_OF_A_BLOCK }, (): readonly Subject[] => {
        acts += 1
        const id = 1 + (acts % TOWNS)
        const wallets = [0, 1].map(
          (member) => `wallet:${1 + ((acts - 1 + member * TOWNS) % (TOWNS * MEMBERS_OF_A_TOWN))}` as const,
        )
        return [`community:${id}`, `gigs:${id}`, `gig:${gigIdOf(id, 1)}`, ...wallets]
      })
      void inTransaction(town.pool, (client) => storeChange(client, ['communities', ...touched.flat()]))
    }, 1000)
  },
  /** Microseconds that it has used. */
  cpu: async () => process.cpuUsage().user + process.cpuUsage().system,
  stop: async () => {
    clearInterval(blocks)
    await bare.close()
    await app.close()
    await town.stop()
  },
})
