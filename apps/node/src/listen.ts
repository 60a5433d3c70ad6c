import { Server as TlsServer } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { listLanAddresses } from './addresses.ts'
import type { Config } from './config.ts'
import type { Certificate } from './lan/certificate.ts'
import type { Node } from './node.ts'

/** The certificate of `--lan`. What makes it is loaded only then: it would take its time at each start. @param now Milliseconds since 1970. */
export const openLanCertificate = async ({ home, lan }: Config, now: number): Promise<Certificate | undefined> => {
  if (!lan) return undefined
  const { openCertificate } = await import('./lan/certificate.ts')
  return openCertificate({ home, addresses: listLanAddresses(), now })
}

/** Milliseconds between two looks at the certificate. */
const RENEW_EVERY = 3_600_000

/**
 * Serves another certificate from when the present one ends soon or this machine has another address; connections go on.
 * @param present What the server began with; without one nothing is done.
 */
export const renewLanCertificate = (
  app: FastifyInstance,
  { config, clock, log }: Pick<Node, 'config' | 'clock' | 'log'>,
  { present, everyMs = RENEW_EVERY }: { readonly present: Certificate | undefined; readonly everyMs?: number },
): { readonly close: () => Promise<void> } => {
  let fingerprint = present?.fingerprint
  let renewing: Promise<void> | undefined
  const renew = async () => {
    const certificate = await openLanCertificate(config, clock())
    if (certificate === undefined || certificate.fingerprint === fingerprint) return
    const server: unknown = app.server
    if (server instanceof TlsServer) server.setSecureContext({ key: certificate.key, cert: certificate.cert })
    fingerprint = certificate.fingerprint
    log.warn({ fingerprint }, 'there is a new certificate: each phone asks once more whether to trust it')
  }
  const timer =
    present &&
    setInterval(() => {
      renewing ??= renew()
        .catch((error: unknown) => log.error({ err: error }, 'the certificate was not renewed'))
        .finally(() => {
          renewing = undefined
        })
    }, everyMs)
  timer?.unref()
  return {
    close: async () => {
      clearInterval(timer)
      await renewing
    },
  }
}

/** Requests that are under way get so long. */
const CLOSE_TIMEOUT = 5_000

export const closeServer = async (app: FastifyInstance, log: Logger): Promise<void> => {
  const timer = setTimeout(() => {
    log.warn('connections were cut off')
    app.server.closeAllConnections()
  }, CLOSE_TIMEOUT)
  await app.close()
  clearTimeout(timer)
}

/** @returns where the server is reached. @throws ListenError if the port is taken. */
export const listen = async (app: FastifyInstance, { host, port, lan }: Config): Promise<string> => {
  try {
    await app.listen({ host, port })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    throw new ListenError(`port ${port} of ${host} is in use: stop what uses it, or choose another one by PORT`)
  }
  const address = app.server.address()
  const listening = typeof address === 'object' && address !== null ? address.port : port
  const shown = reachableAt(host, lan)
  return `${lan ? 'https' : 'http'}://${shown.includes(':') ? `[${shown}]` : shown}:${listening}`
}

/** Who listens on all addresses is reached at the one of the local network, if it is for that, or else at this machine's own. */
const reachableAt = (host: string, lan: boolean): string => {
  if (host !== '0.0.0.0' && host !== '::') return host
  const own = host === '::' ? '::1' : '127.0.0.1'
  return (lan ? listLanAddresses()[0] : undefined) ?? own
}

export class ListenError extends Error {
  override readonly name = 'ListenError'
}
