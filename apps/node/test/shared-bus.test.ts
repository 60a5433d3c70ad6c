import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BusEvent, createBus } from '../src/bus.ts'
import { type DatabaseServer, startDatabaseServer } from '../src/db/server.ts'
import { followBus, shareBus } from '../src/db/shared-bus.ts'
import { openHome } from '../src/home.ts'

const log = pino({ level: 'silent' })
let home: string
let server: DatabaseServer

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'town-'))
  openHome(home)
  server = await startDatabaseServer({ home, log })
}, 60_000)

afterAll(async () => {
  await server?.child.stop('SIGINT')
  rmSync(home, { recursive: true, force: true })
}, 60_000)

test.each(['distributed-town bus', 'distributed-town reader'])(
  'what the writer tells is heard, again after the connection of %s broke',
  async (name) => {
    const { url } = server
    const [writer, reader] = [createBus({ log }), createBus({ log })]
    const heard: BusEvent[] = []
    reader.subscribe((event) => heard.push(event))
    const shared = await shareBus({ bus: writer, url, log })
    const followed = await followBus({ bus: reader, url, log, onConnected: async () => undefined })
    const event = { type: 'gig', id: 2n ** 60n, communityId: 1, state: 'Open' } as const
    writer.emit(event)
    await expect.poll(() => heard, { timeout: 20_000 }).toEqual([event])

    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    const { rowCount } = await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
      [name],
    )
    expect(rowCount).toBe(1)
    await admin.end()
    heard.length = 0
    const again = { ...event, id: 7n }
    await expect
      .poll(
        () => {
          writer.emit(again)
          return heard[0]
        },
        { timeout: 20_000, interval: 200 },
      )
      .toEqual(again)
    await followed.close()
    await shared.close()
  },
  60_000,
)
