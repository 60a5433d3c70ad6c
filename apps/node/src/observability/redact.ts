import { isIP } from 'node:net'

// What must not get into a log, wherever it comes from: errors of libraries quote what they were given.

/** Keys, signatures, ids of records, encrypted contents: the first digits still tell one from another. */
const HEX = /(?<![0-9a-f])(0x)?([0-9a-f]{8})[0-9a-f]{56,}/gi
/** Encrypted content of records and backups of keys. */
const BASE64 = /[A-Za-z0-9+/_-]{80,}={0,2}/g
/** Keys as Nostr writes them. */
const BECH32 = /\bn(sec|cryptsec|pub)1[a-z0-9]{20,}/g
/** Credentials in addresses. */
const PASSWORD = /(:\/\/[^:/@\s"]*):[^@\s"]+@/g
/** Providers of chains have their customers' keys in the addresses that they give them. */
const PATH = /\b(https?:\/\/[^/\s"'?#\\]+)[/?#][^\s"'\\]+/gi
const ADDRESS =
  /(?<![\w.])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3})(?![\w.])/gi

/** A text without keys, signatures and encrypted texts: for whoever runs the node. */
export const hideSecrets = (text: string): string =>
  text
    .replace(BECH32, 'n$1…')
    .replace(HEX, '$1$2…')
    .replace(BASE64, '…')
    .replace(PASSWORD, '$1:…@')
    .replace(PATH, '$1/…')

/** A line of the log without these and without addresses of people. */
export const redact = (line: string): string =>
  hideSecrets(line).replace(ADDRESS, (text) => (isIP(text) === 0 || isOwn(text) ? text : 'address'))

/** This machine, which is nobody. */
const isOwn = (address: string): boolean => /^(127\.|0\.0\.0\.0$|::1?$)/.test(address)
