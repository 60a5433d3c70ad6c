import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCertificate } from '../../src/lan/certificate.ts'

const NOW = Date.UTC(2026, 10, 21)
const DAY = 86_400_000

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lan-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const open = (addresses: readonly string[] = ['192.0.2.2', 'fd00::2'], now = NOW) =>
  openCertificate({ home, addresses, now })

test('default', async () => {
  const { key, cert, fingerprint } = await open()
  const certificate = new X509Certificate(cert)
  for (const address of ['192.0.2.2', 'fd00::2', '127.0.0.1', '::1']) expect(certificate.checkIP(address)).toBe(address)
  expect(certificate.checkIP('192.0.2.3')).toBeUndefined()
  expect(certificate.checkHost('localhost')).toBe('localhost')
  expect(certificate.fingerprint256).toBe(fingerprint)
  expect(certificate.ca).toBe(false)
  // Signs nothing but itself, and lasts as long as browsers allow.
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect((Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / DAY).toBeLessThan(398)
  expect(key).toContain('BEGIN PRIVATE KEY')
  expect(statSync(join(home, 'lan.pem')).mode & 0o777).toBe(0o600)
})

test('it stays the same as long as it can, so that phones are asked once', async () => {
  const { fingerprint } = await open()
  expect((await open()).fingerprint).toBe(fingerprint)
  expect((await open(['192.0.2.2'], NOW + 300 * DAY)).fingerprint).toBe(fingerprint)
})

test('another one is made for a file that is cut off, empty, or has the key of another one', async () => {
  const { cert: first } = await open()
  rmSync(join(home, 'lan.pem'))
  const { cert: second } = await open()
  const [, certificate = ''] = first.split(/(?=-----BEGIN CERT)/)
  const [otherKey = ''] = second.split(/(?=-----BEGIN CERT)/)
  for (const text of ['', first.slice(0, 100), first.slice(0, -200), certificate, otherKey + certificate]) {
    writeFileSync(join(home, 'lan.pem'), text)
    const { cert } = await open()
    expect(new X509Certificate(cert).checkPrivateKey(createPrivateKey(cert))).toBe(true)
    expect([text, (await open()).cert]).toEqual([text, cert])
  }
})

test('another one is made for another address, and before it ends', async () => {
  const first = await open()
  const moved = await open(['192.0.2.9'])
  expect(moved.fingerprint).not.toBe(first.fingerprint)
  const later = await open(['192.0.2.9'], NOW + 361 * DAY)
  expect(later.fingerprint).not.toBe(moved.fingerprint)
  expect(Date.parse(new X509Certificate(later.cert).validTo)).toBeGreaterThan(NOW + 700 * DAY)
})
