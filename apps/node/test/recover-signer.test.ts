import fc from 'fast-check'
import { type Hex, numberToHex, recoverAddress } from 'viem'
import { expect, test } from 'vitest'
import { recoverSigner } from '../src/relayer/recover-signer.ts'

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array): Hex => `0x${Buffer.from(array).toString('hex')}`)

// The library in JavaScript is the reference: most random numbers are signatures by somebody.
test('the same signer as the reference finds, or none', async () => {
  await fc.assert(
    fc.asyncProperty(bytes(32), bytes(64), fc.constantFrom(27, 28), async (digest, numbers, v) => {
      const signature: Hex = `${numbers}${numberToHex(v, { size: 1 }).slice(2)}`
      const expected = await recoverAddress({ hash: digest, signature }).catch(() => undefined)
      expect(recoverSigner({ digest, signature })).toBe(expected)
    }),
  )
})

test.each([
  ['too short', '0x12'],
  ['zeros', `0x${'00'.repeat(64)}1b`],
  ['the order of the curve', `0x${'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'.repeat(2)}1b`],
  ['another v', `0x${'11'.repeat(64)}1d`],
] as const)('error: %s', (_, signature) => {
  expect(recoverSigner({ digest: `0x${'22'.repeat(32)}`, signature })).toBeUndefined()
})
