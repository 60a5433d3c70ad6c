import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { fastify } from 'fastify'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { listen, openLanCertificate, renewLanCertificate } from '../../src/listen.ts'

const DAY = 86_400_000
const WAIT = { timeout: 30_000 }

test('a node that runs for months renews its certificate without a restart', async () => {
  const home = mkdtempSync(join(tmpdir(), 'lan-'))
  const config = readConfig({ TOWN_HOME: home, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' }, ['--lan'])
  let ahead = 0
  const clock = () => Date.now() + ahead
  const present = await openLanCertificate(config, clock())
  if (!present) throw new Error('no certificate')
  const app = fastify({ https: { key: present.key, cert: present.cert } })
  app.get('/', async () => 'hello')
  const { port } = new URL(await listen(app as never, config))
  let looks = 0
  const counting = () => {
    looks += 1
    return clock()
  }
  const renewal = renewLanCertificate(
    app as never,
    { config, clock: counting, log: pino({ level: 'silent' }) },
    { present, everyMs: 20 },
  )
  const sockets: TLSSocket[] = []
  const open = async () => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false })
    sockets.push(socket)
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
    return { socket, fingerprint: socket.getPeerX509Certificate()?.fingerprint256 }
  }
  try {
    const first = await open()
    expect(first.fingerprint).toBe(present.fingerprint)
    ahead = 359 * DAY
    const before = looks
    await expect.poll(() => looks, WAIT).toBeGreaterThan(before + 2)
    expect((await open()).fingerprint).toBe(present.fingerprint)
    ahead = 361 * DAY
    await expect.poll(async () => (await open()).fingerprint, WAIT).not.toBe(present.fingerprint)
    // The same as after a restart, and who was connected stays so.
    expect((await open()).fingerprint).toBe((await openLanCertificate(config, clock()))?.fingerprint)
    const answer = new Promise((resolve) => first.socket.once('data', (data) => resolve(String(data))))
    first.socket.write('GET / HTTP/1.1\r\nhost: town\r\n\r\n')
    expect(await answer).toContain('hello')
  } finally {
    await renewal.close()
    for (const socket of sockets) socket.destroy()
    await app.close()
    rmSync(home, { recursive: true })
  }
}, 60_000)
