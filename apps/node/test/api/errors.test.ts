import { TownError } from '@distributed-town/protocol'
import { expect, test } from 'vitest'
import { toTownError } from '../../src/api/errors.ts'
import { SubmitError } from '../../src/chain/submit.ts'

const codes = [
  'MALFORMED',
  'REJECTED',
  'NOT_EXECUTABLE',
  'BUSY',
  'CLOSED',
  'FAILED',
] as const satisfies readonly SubmitError['code'][]

test.each([
  ['MALFORMED', 'INVALID_REQUEST', { reason: 'why' }],
  ['REJECTED', 'UNKNOWN_REVERT', { reason: 'why' }],
  ['NOT_EXECUTABLE', 'UNKNOWN_REVERT', { reason: 'why' }],
  // Passes by itself or with a restart: the reason is for the log.
  ['BUSY', 'NOT_READY', {}],
  ['CLOSED', 'NOT_READY', {}],
  ['FAILED', 'NOT_READY', {}],
] as const)('a submission that is %s is answered as %s', (code, expected, details) => {
  expect(codes).toContain(code)
  const error = new SubmitError(code, 'why')
  expect(toTownError(error)).toMatchObject({ code: expected, details, cause: error })
})

test('a broken connection is a fault of the sender where the sender broke it, else of what the node needs', () => {
  const broken = Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
  expect(toTownError(broken).code).toBe('NOT_READY')
  expect(toTownError(Object.assign(new Error('aborted'), { code: 'ECONNRESET', statusCode: 400 })).code).toBe(
    'INVALID_REQUEST',
  )
})

test('what is known stays, what is not is hidden', () => {
  const known = new TownError('NOT_FOUND')
  expect(toTownError(known)).toBe(known)
  expect(toTownError(new Error('the password is 1234'))).toMatchObject({ code: 'INTERNAL', details: {} })
})
