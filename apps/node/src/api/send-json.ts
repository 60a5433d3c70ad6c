import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** What fits into a few packets is sent as it is. */
const LARGE = 16_384

/** A quarter smaller than the lowest quality in about the same time; higher ones take twice as long for a few bytes. */
const QUALITY = 5

export const compress = {
  br: (json: Buffer) => promisify(brotliCompress)(json, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }),
  gzip: (json: Buffer) => promisify(gzip)(json),
} as const

type Encoding = keyof typeof compress

type Packed = { readonly etag: string } & { [Name in Encoding]?: Promise<Buffer> }

/** Made once for an answer that is kept, and gone with it. */
const packed = new WeakMap<Buffer, Packed>()

const packedOf = (json: Buffer): Packed => {
  const known = packed.get(json)
  if (known) return known
  const made = { etag: `W/"${createHash('sha256').update(json).digest('base64url').slice(0, 22)}"` }
  packed.set(json, made)
  return made
}

/** JSON of the index. What is large is compressed, and not sent again to whom has it. */
export const sendJson = async (
  { headers }: Pick<FastifyRequest, 'headers'>,
  reply: FastifyReply,
  json: Buffer,
): Promise<FastifyReply> => {
  reply.type('application/json; charset=utf-8')
  if (json.length < LARGE) return reply.send(json)
  const answer = packedOf(json)
  reply.headers({ etag: answer.etag, 'cache-control': 'no-cache', vary: 'accept-encoding' })
  if (headers['if-none-match']?.includes(answer.etag)) return reply.code(304).send()
  const encoding = encodingOf(headers['accept-encoding'] ?? '')
  if (encoding === undefined) return reply.send(json)
  answer[encoding] ??= compress[encoding](json)
  return reply.header('content-encoding', encoding).send(await answer[encoding])
}

/** Browsers take brotli by HTTPS and on their own machine only. */
export const encodingOf = (accepted: string): Encoding | undefined => {
  const names = accepted.split(',').map((each) => each.trim().toLowerCase())
  const takes = (encoding: Encoding) =>
    names.some(
      (name) => name === encoding || (/^(br|gzip);\s*q=(1|0\.0*[1-9])/.test(name) && name.startsWith(`${encoding};`)),
    )
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : undefined
}
