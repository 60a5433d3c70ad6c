import { Readable } from 'node:stream'
import {
  attachmentParamsSchema,
  attachmentSavedSchema,
  MAX_ATTACHMENT_BYTES,
  TownError,
} from '@distributed-town/protocol'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { authorize } from '../../attachments/authorize.ts'
import { dropOrphans } from '../../attachments/drop-orphans.ts'
import { ATTACHMENT_LIMITS, type AttachmentLimits } from '../../attachments/limits.ts'
import { tooLarge } from '../../attachments/read-body.ts'
import { saveAttachment } from '../../attachments/save-attachment.ts'
import { findAttachment, readAttachment } from '../../db/town/attachments.ts'
import type { Node } from '../../node.ts'
import { createVerifier } from '../../relay/verifier.ts'
import { createSlots } from '../../slots.ts'
import { parse } from '../errors.ts'
import { describe } from '../operation.ts'
import { sweepHourly } from '../sweep-hourly.ts'

const OCTETS = 'application/octet-stream'

/** Encrypted attachments, named by the SHA-256 of their ciphertext, for members only. As in Blossom (BUD-01, BUD-02), under a path of ours. */
export const attachmentRoutes =
  ({ limits: given = {} }: { readonly limits?: Partial<AttachmentLimits> } = {}) =>
  (app: FastifyInstance, node: Node): void => {
    const limits = { ...ATTACHMENT_LIMITS, ...given }
    const slots = createSlots({ inAll: limits.uploads, perAddress: limits.uploadsPerAuthor })
    const verifier = createVerifier()
    const members = { ...node, verifier, limits, slots }
    // Nothing but ciphertext, and read here, with a bound.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(OCTETS, (_request, body, done) => done(null, body))

    app.get(
      '/api/attachments/:sha256',
      describe({
        summary: 'An encrypted attachment, for members of its town',
        params: attachmentParamsSchema,
        octets: 'answer',
        signed: true,
      }),
      async ({ params, headers }, reply) => {
        const { sha256 } = parse(attachmentParamsSchema, params)
        const of = await authorize(members, { header: headers.authorization, verb: 'get', sha256 })
        const { member, size } = await findAttachment(node, of)
        // Whether it is there is for members to know as well.
        if (!member) throw new TownError('NOT_A_MEMBER')
        if (size === undefined) throw new TownError('NOT_FOUND', { sha256 })
        return reply
          .headers({
            'content-type': OCTETS,
            'content-length': size,
            'content-disposition': 'attachment',
            // Whatever it is, it runs nowhere.
            'content-security-policy': "default-src 'none'; sandbox",
            'cache-control': 'private, max-age=31536000, immutable',
          })
          .send(Readable.from(readAttachment(node, of), { objectMode: false }))
      },
    )

    app.put(
      '/api/attachments/:sha256',
      describe({
        summary: 'Keeps an encrypted attachment of at most 5 MiB for the members of a town',
        params: attachmentParamsSchema,
        octets: 'body',
        answer: attachmentSavedSchema,
        signed: true,
      }),
      async ({ params, headers, body }, reply) => {
        // What is left of a body that is refused is not waited for.
        reply.header('connection', 'close')
        const { sha256 } = parse(attachmentParamsSchema, params)
        if (!(body instanceof Readable)) throw new TownError('UNSUPPORTED_MEDIA_TYPE', { expected: OCTETS })
        const size = Number(headers['content-length'] ?? 1)
        if (size > MAX_ATTACHMENT_BYTES) throw tooLarge(size)
        const of = await authorize(members, { header: headers.authorization, verb: 'upload', sha256 })
        const saved = await saveAttachment(members, { ...of, body, size })
        reply.removeHeader('connection')
        return z.encode(attachmentSavedSchema, saved)
      },
    )

    app.addHook('onClose', () => verifier.close())
    const failure = 'attachments without a record were not removed'
    sweepHourly(app, { node, sweep: () => dropOrphans(node), failure })
  }
