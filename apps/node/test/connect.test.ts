import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../src/db/connect.ts'
import { type DatabaseServer, startDatabaseServer } from '../src/db/server.ts'
import { lockWriter, WriterError } from '../src/db/writer.ts'
import { openHome } from '../src/home.ts'
import { findFreePort } from '../src/port.ts'

const log = pino({ level: 'silent' })
let home: string
let server: DatabaseServer
let client: pg.Client

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'town-'))
  openHome(home)
  server = await startDatabaseServer({ home, log })
  client = new pg.Client({ connectionString: server.url })
  await client.connect()
}, 60_000)

afterAll(async () => {
  await client.end()
  await server.child.stop('SIGINT')
  rmSync(home, { recursive: true })
}, 60_000)

const urlOf = (change: (url: URL) => void): string => {
  const url = new URL(server.url)
  change(url)
  return url.href
}

const refusalOf = async (databaseUrl: string): Promise<string> => {
  const error: unknown = await openDatabase({ config: { home, databaseUrl }, log }).catch((cause: unknown) => cause)
  return error instanceof Error ? error.message : 'it was accepted'
}

test('a database of one’s own is used as it is', async () => {
  const { url, child, stop } = await openDatabase({ config: { home, databaseUrl: server.url }, log })
  expect([url, child]).toEqual([server.url, undefined])
  await stop()
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('error: each says what to change and never the password', async () => {
  const { password } = new URL(server.url)
  await client.query(`create role stranger login password 'x'`)
  await client.query(`create database latin encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0`)
  const port = String(await findFreePort())
  const refusals = await Promise.all([
    refusalOf(urlOf((url) => Object.assign(url, { port }))),
    refusalOf(urlOf((url) => Object.assign(url, { hostname: 'nowhere.invalid' }))),
    refusalOf(urlOf((url) => Object.assign(url, { password: 'wrong' }))),
    refusalOf(urlOf((url) => Object.assign(url, { pathname: '/elsewhere' }))),
    refusalOf(urlOf((url) => Object.assign(url, { pathname: '/latin' }))),
    refusalOf(urlOf((url) => Object.assign(url, { username: 'stranger', password: 'x' }))),
  ])
  const expected = [
    /nothing listens there/,
    /no such host|can not be looked up/,
    /user or password are wrong/,
    /no database of this name/,
    /encoding SQL_ASCII/,
    /stranger may not create schemas in postgres: alter database postgres owner to stranger/,
  ]
  for (const [index, refusal] of refusals.entries()) {
    expect(refusal).toMatch(/^DATABASE_URL can't be used: /)
    expect(refusal).toMatch(expected[index] ?? /never/)
    expect(refusal).not.toContain(password)
  }
})

/** Speaks as much of the protocol of PostgreSQL as it takes to answer one query with a row of texts. */
const startOldServer = async (row: Readonly<Record<string, string>>) => {
  const message = (type: string, ...parts: readonly Buffer[]) => {
    const body = Buffer.concat(parts)
    const length = Buffer.alloc(4)
    length.writeInt32BE(body.length + 4)
    return Buffer.concat([Buffer.from(type), length, body])
  }
  const int16 = (value: number) => Buffer.from([value >> 8, value & 255])
  const int32 = (value: number) => Buffer.concat([int16(value >> 16), int16(value & 65_535)])
  const text = (value: string) => Buffer.from(`${value}\0`)
  const ready = message('Z', Buffer.from('I'))
  const sized = (value: string) => Buffer.concat([int32(value.length), Buffer.from(value)])
  const types: Readonly<Record<string, number>> = { version: 23, mayCreate: 16 }
  const columns = Object.keys(row).map((name) =>
    Buffer.concat([text(name), int32(0), int16(0), int32(types[name] ?? 25), int16(-1), int32(-1), int16(0)]),
  )
  const answer = Buffer.concat([
    message('T', int16(columns.length), ...columns),
    message('D', int16(columns.length), ...Object.values(row).map(sized)),
    message('C', text('SELECT 1')),
    ready,
  ])
  const old = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), ready]))
      socket.on('data', (data) => (data[0] === 81 ? socket.write(answer) : socket.end()))
    })
  })
  const port = await findFreePort()
  await new Promise<void>((resolve) => old.listen(port, '127.0.0.1', resolve))
  return { url: `postgres://town@127.0.0.1:${port}/town`, stop: () => new Promise((resolve) => old.close(resolve)) }
}

test('error: a server that is too old', async () => {
  const row = { version: '14', named: '14.9', encoding: 'UTF8', database: 'town', role: 'town', mayCreate: 't' }
  const old = await startOldServer(row)
  expect(await refusalOf(old.url)).toBe("DATABASE_URL can't be used: it is PostgreSQL 14.9, 15 or newer is needed")
  await old.stop()
})

test('one writer at a time; when its session is gone, it hears of it and another one may write', async () => {
  const first = await lockWriter(server)
  await expect(lockWriter(server)).rejects.toThrow(WriterError)
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'distributed-town writer'`,
  )
  expect(await first.lost).toContain('keeps other writers out')
  const second = await lockWriter(server)
  await expect(lockWriter(server)).rejects.toThrow('start this one with --reader')
  await second.release()
  await (await lockWriter(server)).release()
})
