import * as z from 'zod/mini'

// Shapes on the wire that several schemas share. Hex of chain values begins with 0x; hex of Nostr has no prefix.

/** Most digits of a uint256. */
const MAX_DIGITS = 78

export const decimalSchema = z.codec(
  z.string().check(z.regex(/^(0|[1-9]\d*)$/), z.maxLength(MAX_DIGITS)),
  z.bigint().check(z.minimum(0n)),
  {
    decode: (text) => BigInt(text),
    encode: (value) => value.toString(),
  },
)

/** Base units, 1e18 = 1 DITO; a decimal string on the wire. */
export const amountSchema = decimalSchema

/** Base units that came (above 0) or went (below 0). */
export const signedAmountSchema = z.codec(
  z.string().check(z.regex(/^(0|-?[1-9]\d*)$/), z.maxLength(MAX_DIGITS + 1)),
  z.bigint(),
  {
    decode: (text) => BigInt(text),
    encode: (value) => value.toString(),
  },
)

/** uint64, so that it does not fit a JSON number; a decimal string on the wire. */
export const gigIdSchema = z.codec(
  z.string().check(z.regex(/^[1-9]\d{0,19}$/)),
  z.bigint().check(z.minimum(1n), z.maximum(2n ** 64n - 1n)),
  {
    decode: (text) => BigInt(text),
    encode: (value) => value.toString(),
  },
)

export const addressSchema = z.templateLiteral(['0x', z.string().check(z.regex(/[0-9a-fA-F]{40}/))])
export const bytes32Schema = z.templateLiteral(['0x', z.string().check(z.regex(/[0-9a-fA-F]{64}/))])
export const hexSchema = z.templateLiteral(['0x', z.string().check(z.regex(/(?:[0-9a-fA-F]{2})*/))])
export const signatureSchema = z.templateLiteral(['0x', z.string().check(z.regex(/(?:[0-9a-fA-F]{2})+/))])

/** 32 bytes as Nostr writes them: lower case, no prefix. */
export const nostrHexSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/))
