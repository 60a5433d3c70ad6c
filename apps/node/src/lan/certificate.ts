import 'reflect-metadata'
import { createHash, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { readIfExists, writeWhole } from '../home.ts'
import { LAN_FILE } from './lan-file.ts'

/** A certificate that nobody vouches for: each device is asked once whether to trust it. */
export type Certificate = {
  readonly key: string
  readonly cert: string
  /** SHA-256, as browsers show it, for whoever wants to compare. */
  readonly fingerprint: string
}

const DAY = 86_400_000
/** Browsers take none that is valid for longer than 398 days. */
const VALID_DAYS = 390
const RENEW_BEFORE_DAYS = 30
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1'
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** The certificate of the home. A new one is made when there is none, it ends soon, or this machine has an address that it does not name. */
export const openCertificate = async ({
  home,
  addresses,
  now,
}: {
  readonly home: string
  readonly addresses: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: number
}): Promise<Certificate> => {
  const path = join(home, LAN_FILE)
  const kept = readIfExists(path)
  if (kept !== undefined && isGood(kept, { addresses, now })) return toCertificate(kept)
  const made = await make({ addresses, now })
  writeWhole(path, made)
  return toCertificate(made)
}

const isGood = (
  pem: string,
  { addresses, now }: { readonly addresses: readonly string[]; readonly now: number },
): boolean => {
  const certificate = findCertificate(pem)
  if (certificate === undefined) return false
  const from = Date.parse(certificate.validFrom)
  const until = Date.parse(certificate.validTo)
  const isValid = from <= now && now < until - RENEW_BEFORE_DAYS * DAY
  return isValid && addresses.every((address) => certificate.checkIP(address) !== undefined)
}

/** Undefined if the file is not what was written: phones are asked once more then. */
const findCertificate = (pem: string): X509Certificate | undefined => {
  try {
    const certificate = new X509Certificate(pem)
    return certificate.checkPrivateKey(createPrivateKey(pem)) ? certificate : undefined
  } catch {
    // OpenSSL can't read it.
    return undefined
  }
}

const make = async ({ addresses, now }: { addresses: readonly string[]; now: number }): Promise<string> => {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const names = [...new Set(['127.0.0.1', '::1', ...addresses])].map((value) => ({ type: 'ip' as const, value }))
  const certificate = await X509CertificateGenerator.createSelfSigned({
    // Positive, and another one each time: browsers refuse two certificates of one issuer with the same number.
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    name: 'CN=Distributed Town',
    // A day of tolerance for clocks of phones.
    notBefore: new Date(now - DAY),
    notAfter: new Date(now + VALID_DAYS * DAY),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([SERVER_AUTHENTICATION]),
      new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }, ...names]),
    ],
  })
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return `${key}\n${certificate.toString('pem')}\n`
}

const toCertificate = (pem: string): Certificate => {
  const { raw } = new X509Certificate(pem)
  const digits = createHash('sha256').update(raw).digest('hex').toUpperCase()
  return { key: pem, cert: pem, fingerprint: digits.match(/../g)?.join(':') ?? digits }
}
