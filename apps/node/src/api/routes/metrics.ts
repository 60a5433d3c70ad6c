import { timingSafeEqual } from 'node:crypto'
import { TownError } from '@distributed-town/protocol'
import type { FastifyRequest } from 'fastify'
import { type Config, createAddressMatcher, LOOPBACK } from '../../config.ts'
import type { Metrics } from '../../observability/metrics.ts'
import type { ApiPlugin } from '../server.ts'

/** For Prometheus: with METRICS_TOKEN for whoever has it, else for programs of this machine. Others find nothing here. */
export const metricsRoutes =
  ({ metrics }: { readonly metrics: Pick<Metrics, 'text' | 'contentType'> }): ApiPlugin =>
  (app, { config }) => {
    app.get('/metrics', async (request, reply) => {
      if (!isAllowed(request, config)) throw new TownError('NOT_FOUND')
      return reply
        .header('cache-control', 'no-store')
        .type(metrics.contentType)
        .send(await metrics.text())
    })
  }

const isLoopback = createAddressMatcher(LOOPBACK)

const isAllowed = ({ headers, raw }: FastifyRequest, { metricsToken }: Pick<Config, 'metricsToken'>): boolean => {
  if (metricsToken !== undefined) return isSame(headers.authorization ?? '', `Bearer ${metricsToken}`)
  // A proxy on this machine speaks for others, whether or not it is one that is believed.
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
  return !isForwarded && isLoopback(raw.socket.remoteAddress ?? '')
}

const isSame = (given: string, expected: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
