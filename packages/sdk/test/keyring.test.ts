import { expect, test } from 'vitest'
import { createKeyring } from '../src/records/keyring.ts'

const [first, second, other] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]

test('the latest version of a key is written with, all are read with, in whatever order they came', () => {
  for (const keys of [
    [
      { n: 2, key: first },
      { n: 2, version: 1, key: second },
    ],
    [
      { n: 2, version: 1, key: second },
      { n: 2, key: first },
    ],
  ]) {
    const keyring = createKeyring()
    for (const key of keys) keyring.add(1, [key])
    keyring.add(1, [{ n: 2, version: 1, key: other }])
    expect(keyring.find(1, 2)).toBe(second)
    expect(keyring.list(1, 2)).toEqual([second, first])
    expect(keyring.list(1, 1)).toEqual([])
  }
})
