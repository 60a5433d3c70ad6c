import { createIdentity, decryptIdentity, encryptIdentity, parseBackup, serializeBackup } from '@distributed-town/sdk'
import { describe, expect, test } from 'vitest'

const town = { clock: () => 1_800_000_000_000 }
const identity = createIdentity(new Uint8Array(32).fill(7))
const passphrase = 'ein Garten voller Leek'
const backup = encryptIdentity(town, { identity, passphrase })

describe('decryptIdentity', () => {
  test('behavior: refuses another passphrase', () => {
    expect(() => decryptIdentity({ backup, passphrase: `${passphrase} ` })).toThrow(
      expect.objectContaining({ code: 'WRONG_PASSPHRASE' }),
    )
  })

  test('behavior: refuses a damaged text', () => {
    const ncryptsec = backup.ncryptsec.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q'))
    expect(() => decryptIdentity({ backup: { ...backup, ncryptsec }, passphrase })).toThrow(
      expect.objectContaining({ code: 'WRONG_PASSPHRASE' }),
    )
  })

  test('behavior: refuses a backup that names somebody else', () => {
    const { address } = createIdentity(new Uint8Array(32).fill(8)).owner
    expect(() => decryptIdentity({ backup: { ...backup, address }, passphrase })).toThrow(
      expect.objectContaining({ code: 'INVALID_BACKUP' }),
    )
  })

  test('default', () => {
    const restored = decryptIdentity({ backup: parseBackup(serializeBackup(backup)), passphrase })
    expect(restored.secret).toEqual(identity.secret)
    expect(restored.messagingKey).toBe(identity.messagingKey)
  })

  test('behavior: a passphrase typed in another Unicode form is the same', () => {
    const composed = encryptIdentity(town, { identity, passphrase: 'K\u00fcche' })
    expect(decryptIdentity({ backup: composed, passphrase: 'Ku\u0308che' }).secret).toEqual(identity.secret)
  })
})

describe('encryptIdentity', () => {
  test('behavior: refuses an empty passphrase', () => {
    expect(() => encryptIdentity(town, { identity, passphrase: '' })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
  })

  test('default', () => {
    expect(backup).toEqual({
      version: 1,
      address: identity.owner.address,
      ncryptsec: expect.stringMatching(/^ncryptsec1/),
      createdAt: 1_800_000_000,
    })
  })
})

describe('parseBackup', () => {
  test.each([
    '',
    'no JSON',
    '{}',
    serializeBackup({ ...backup, version: 2 as 1 }),
    serializeBackup({ ...backup, address: '0x12' }),
    serializeBackup({ ...backup, ncryptsec: 'nsec1qqqq' }),
  ])('behavior: refuses %s', (text) => {
    expect(() => parseBackup(text)).toThrow(expect.objectContaining({ code: 'INVALID_BACKUP' }))
  })
})
