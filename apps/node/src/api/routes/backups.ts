import {
  addressParamsSchema,
  backupSavedSchema,
  backupSchema,
  putBackupSchema,
  TownError,
} from '@distributed-town/protocol'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { dropUnusedBackups } from '../../backups/drop-unused-backups.ts'
import { saveBackup } from '../../backups/save-backup.ts'
import { findBackup } from '../../db/town/backups.ts'
import type { Node } from '../../node.ts'
import { parse } from '../errors.ts'
import type { Operation } from '../operation.ts'
import { sweepHourly } from '../sweep-hourly.ts'

export const backupRoutes = (app: FastifyInstance, node: Node): void => {
  app.get(
    '/api/backups/:address',
    limited(READS_A_MINUTE, {
      summary: 'The encrypted backup of a key',
      params: addressParamsSchema,
      answer: backupSchema,
    }),
    async ({ params }) => {
      const { address } = parse(addressParamsSchema, params)
      const backup = await findBackup(node, { address })
      if (!backup) throw new TownError('NOT_FOUND', { address })
      return z.encode(backupSchema, { address, ...backup })
    },
  )

  app.put(
    '/api/backups/:address',
    limited(WRITES_A_MINUTE, {
      summary: 'Keeps an encrypted backup of a key, signed by it',
      params: addressParamsSchema,
      body: putBackupSchema,
      answer: backupSavedSchema,
    }),
    async ({ params, body }) => {
      const { address } = parse(addressParamsSchema, params)
      return z.encode(backupSavedSchema, await saveBackup(node, { address, ...parse(putBackupSchema, body) }))
    },
  )

  sweepHourly(app, { node, sweep: () => dropUnusedBackups(node), failure: 'unused backups were not dropped' })
}

// Of one address of the network: nobody collects everybody's backups in order to guess passphrases at leisure, nor fills the disk.
const READS_A_MINUTE = 60
const WRITES_A_MINUTE = 30

const limited = (max: number, operation: Operation) => ({
  config: { operation, rateLimit: { max, timeWindow: '1 minute' } },
})
