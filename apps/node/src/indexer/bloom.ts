import { type Hex, hexToBytes, keccak256, type Log } from 'viem'

// The bloom filter of a block's header (yellow paper, 4.4.3): three of 2048 bits for each address and each topic of its logs.

const BITS = 2_048
/** A filter with more bits than this says `maybe` to nearly everything. */
const MAX_BITS = BITS / 2

/** `none`: without any log, or of a chain that fills no filters. `full`: too many logs to tell anything. */
export type BloomKind = 'none' | 'useful' | 'full'

export const kindOfBloom = (bloom: Hex): BloomKind => {
  let bits = 0
  for (const byte of hexToBytes(bloom)) for (let rest = byte; rest > 0; rest &= rest - 1) bits += 1
  return bits === 0 ? 'none' : bits > MAX_BITS ? 'full' : 'useful'
}

/** False: none of the logs of the block has this address or topic. */
export const mayContain = (bloom: Hex, item: Hex): boolean => {
  const bytes = hexToBytes(bloom)
  return positionsOf(item).every((position) => ((bytes[byteOf(position)] ?? 0) & (1 << (position % 8))) !== 0)
}

/** The filter of a block with these logs and no others. */
export const bloomOf = (logs: readonly Pick<Log, 'address' | 'topics'>[]): Hex => {
  const bytes = new Uint8Array(BITS / 8)
  const items = new Set(logs.flatMap(({ address, topics }) => [address.toLowerCase() as Hex, ...topics]))
  for (const item of items) {
    for (const position of positionsOf(item)) {
      const i = byteOf(position)
      bytes[i] = (bytes[i] ?? 0) | (1 << (position % 8))
    }
  }
  return `0x${Buffer.from(bytes).toString('hex')}`
}

const byteOf = (position: number): number => BITS / 8 - 1 - (position >> 3)

const positionsOf = (item: Hex): readonly number[] => {
  const hash = hexToBytes(keccak256(item))
  return [0, 2, 4].map((i) => (((hash[i] ?? 0) << 8) | (hash[i + 1] ?? 0)) % BITS)
}
