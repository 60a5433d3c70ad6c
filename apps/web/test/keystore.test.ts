import 'fake-indexeddb/auto'
import { createIdentity, parseBackup, serializeBackup } from '@distributed-town/sdk'
import { beforeEach, expect, test, vi } from 'vitest'
import { answerSeal } from '../src/session/answer-seal.ts'
import { createKeystore } from '../src/session/keystore.ts'

const secret = Uint8Array.from({ length: 32 }, (_, i) => i + 1)
const { address } = createIdentity(secret).owner

// Locking a key takes a second or two by design, and longer on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

beforeEach(() => createKeystore().clear())

const seal = (passphrase: string) => {
  const answer = answerSeal({ type: 'seal', secret, passphrase })
  if (answer.type !== 'sealed') throw new Error(answer.type)
  return answer.backup
}

test('nothing is kept at first', async () => {
  expect(await createKeystore().readBackup()).toBeUndefined()
  expect(await createKeystore().readProfile()).toBeUndefined()
})

test('an identity is kept encrypted and comes back by its passphrase only', async () => {
  await createKeystore().writeBackup(seal('four words that hold'))
  const kept = await createKeystore().readBackup()
  if (!kept) throw new Error('nothing was kept')
  expect(kept.address).toBe(address)
  expect(JSON.stringify(kept)).not.toContain(Buffer.from(secret).toString('hex'))
  expect(answerSeal({ type: 'open', backup: kept, passphrase: 'four words that hold' })).toEqual({
    type: 'opened',
    secret,
  })
  expect(answerSeal({ type: 'open', backup: kept, passphrase: 'other words' })).toEqual({
    type: 'failed',
    code: 'WRONG_PASSPHRASE',
  })
})

test('a backup survives its file', () => {
  const backup = parseBackup(serializeBackup(seal('four words that hold')))
  expect(answerSeal({ type: 'open', backup, passphrase: 'four words that hold' })).toMatchObject({ type: 'opened' })
})

test('a backup that names another address is refused', () => {
  const backup = {
    ...seal('four words that hold'),
    address: createIdentity(Uint8Array.from({ length: 32 }, () => 7)).owner.address,
  }
  expect(answerSeal({ type: 'open', backup, passphrase: 'four words that hold' })).toEqual({
    type: 'failed',
    code: 'INVALID_BACKUP',
  })
})

test('profile and identity leave together', async () => {
  const keystore = createKeystore()
  await keystore.writeBackup(seal('four words that hold'))
  await keystore.writeProfile({ name: 'Ada', about: '' })
  expect(await keystore.readProfile()).toEqual({ name: 'Ada', about: '' })
  await keystore.clear()
  expect(await keystore.readBackup()).toBeUndefined()
  expect(await keystore.readProfile()).toBeUndefined()
})
