import { MAX_ATTACHMENT_BYTES, TownError } from '@distributed-town/protocol'

/**
 * All of a body, which is never longer than the largest attachment: what goes on beyond is not read.
 * @throws TownError ATTACHMENT_TOO_LARGE; INVALID_REQUEST if it breaks off.
 */
export const readBody = async (body: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.length
      if (size > MAX_ATTACHMENT_BYTES) throw tooLarge(size)
      chunks.push(chunk)
    }
  } catch (cause) {
    if (cause instanceof TownError) throw cause
    throw new TownError('INVALID_REQUEST', {}, { cause })
  }
  return Buffer.concat(chunks, size)
}

export const tooLarge = (bytes: number): TownError =>
  new TownError('ATTACHMENT_TOO_LARGE', { bytes, most: MAX_ATTACHMENT_BYTES })
