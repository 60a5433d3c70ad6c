import { createIdentity } from '@distributed-town/sdk'
import { getPublicKey } from 'nostr-tools/pure'
import { bytesToHex, hexToBytes } from 'viem'
import { describe, expect, test } from 'vitest'

const secret = hexToBytes(`0x${'01'.repeat(32)}`)

describe('createIdentity', () => {
  test.each([0, 31, 33])('behavior: refuses %i bytes', (length) => {
    expect(() => createIdentity(new Uint8Array(length))).toThrow(expect.objectContaining({ code: 'INVALID_ENTROPY' }))
  })

  test('default', () => {
    const { owner, messagingKey, messagingSecret } = createIdentity(secret)
    // Derived once by another implementation of HKDF: no release may give other keys to a secret that people keep.
    expect({
      address: owner.address,
      messagingKey,
      messagingSecret: bytesToHex(messagingSecret),
    }).toMatchInlineSnapshot(`
      {
        "address": "0x2c4C3467550Fbd95721756f2b96273C7e96536DA",
        "messagingKey": "0x6c494e9065f5f324b99689629180c0d6e608de46ea1fd051ee19816343bbee74",
        "messagingSecret": "0xb75ad59d382a9b35a2ec8b48000de7f76632e90008d19e23299d80b4708eac05",
      }
    `)
    expect(messagingKey).toBe(`0x${getPublicKey(messagingSecret)}`)
  })

  test('behavior: the keys of a secret have nothing in common', () => {
    const { messagingSecret, secret: kept } = createIdentity(secret)
    expect(messagingSecret).not.toEqual(kept)
    expect(createIdentity(hexToBytes(`0x${'02'.repeat(32)}`)).messagingSecret).not.toEqual(messagingSecret)
  })

  test('behavior: keeps a copy of the secret', () => {
    const entropy = Uint8Array.from(secret)
    const identity = createIdentity(entropy)
    entropy.fill(0)
    expect(identity.secret).toEqual(secret)
  })
})
