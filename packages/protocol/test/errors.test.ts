import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  encodeAbiParameters,
  encodeErrorResult,
  type Hex,
  RawContractError,
} from 'viem'
import { expect, test } from 'vitest'
import {
  communityAbi,
  decodeContractError,
  erc2771ForwarderAbi,
  errorBodySchema,
  fromErrorBody,
  gigsAbi,
  isContractErrorCode,
  isTownError,
  isTownErrorCode,
  registryAbi,
  revertDataOf,
  skillWalletAbi,
  TownError,
  toErrorBody,
} from '../src/index.ts'

const notSpendable = encodeErrorResult({ abi: communityAbi, errorName: 'NotSpendable', args: [10n ** 20n, 10n ** 21n] })
const wrongState = encodeErrorResult({ abi: gigsAbi, errorName: 'WrongState', args: [16_777_217n, 7] })

const SAMPLES: Readonly<Record<string, unknown>> = {
  address: `0x${'11'.repeat(20)}`,
  bytes: '0x',
  bytes32: `0x${'22'.repeat(32)}`,
  string: 'text',
}

test('default', () => {
  const error = decodeContractError(notSpendable)
  expect(error).toBeInstanceOf(Error)
  expect({ ...error, message: error.message }).toEqual({
    name: 'TownError',
    code: 'NotSpendable',
    details: { spendable: 10n ** 20n, amount: 10n ** 21n },
    message: 'NotSpendable(spendable: 100000000000000000000, amount: 1000000000000000000000)',
  })
})

const abis: readonly Abi[] = [communityAbi, erc2771ForwarderAbi, gigsAbi, registryAbi, skillWalletAbi]

test.each(
  abis
    .flat()
    .filter((item) => item.type === 'error')
    .map((item) => [item.name, item] as const),
)('behavior: %s comes back with its arguments, through a node’s answer too', (name, item) => {
  const args = item.inputs.map(({ type }) => SAMPLES[type] ?? 1n)
  const selector = encodeErrorResult({ abi: [item], errorName: name, args })
  const error = decodeContractError(selector)
  expect(error.code).toBe(name)
  expect(Object.keys(error.details)).toEqual(item.inputs.map((input) => input.name))
  expect(Object.values(error.details).map(String)).toEqual(args.map(String))
  const answer = errorBodySchema.parse(JSON.parse(JSON.stringify(toErrorBody(error))))
  const again = fromErrorBody(answer)
  expect([again.code, again.details, again.message]).toEqual([error.code, error.details, error.message])
})

test.each<[string, Hex, unknown]>([
  ['nothing', '0x', undefined],
  ['an error of somebody else', '0xdeadbeef', undefined],
  ['arguments cut off', notSpendable.slice(0, 20) as Hex, undefined],
  ['a reason', `0x08c379a0${encodeAbiParameters([{ type: 'string' }], ['why']).slice(2)}`, 'why'],
  ['a panic', `0x4e487b71${encodeAbiParameters([{ type: 'uint256' }], [0x11n]).slice(2)}`, 0x11n],
])('behavior: %s is an unknown revert', (_, data, reason) => {
  const error = decodeContractError(data)
  expect(error.code).toBe('UNKNOWN_REVERT')
  expect(error.details.data).toBe(data)
  expect(error.details.reason).toBe(reason)
})

test('behavior: revert data is found along the causes of an error', () => {
  const reverted = new ContractFunctionRevertedError({ abi: gigsAbi, data: wrongState, functionName: 'cancelGig' })
  expect(revertDataOf(new BaseError('call failed', { cause: reverted }))).toBe(wrongState)
  expect(revertDataOf(new BaseError('call failed', { cause: new RawContractError({ data: wrongState }) }))).toBe(
    wrongState,
  )
  expect(revertDataOf(new RawContractError({ data: { data: wrongState } as never }))).toBe(wrongState)
  expect(revertDataOf(new Error('no data'))).toBeUndefined()
  expect(revertDataOf('text')).toBeUndefined()
})

test('behavior: the cause is kept', () => {
  const cause = new Error('below')
  expect(new TownError('INTERNAL', {}, { cause }).cause).toBe(cause)
  expect(decodeContractError(wrongState, cause).cause).toBe(cause)
  expect('cause' in new TownError('INTERNAL')).toBe(false)
})

test('behavior: codes of a later version are kept aside', () => {
  const { code, details } = fromErrorBody({ code: 'TOMORROW', message: 'new', details: { a: 1 } })
  expect([code, details]).toEqual(['HTTP_UNEXPECTED', { code: 'TOMORROW', message: 'new', details: { a: 1 } }])
})

test('behavior: a body holds JSON only', () => {
  const error = new TownError('INVALID_REQUEST', {
    amount: 5n,
    missing: undefined,
    nested: [{ id: 7n, at: Number.NaN, ok: true, none: null }],
  })
  expect(toErrorBody(error).details).toEqual({
    amount: '5',
    nested: [{ id: '7', at: 'NaN', ok: true, none: null }],
  })
  expect(toErrorBody(new TownError('NOT_FOUND'))).toEqual({ code: 'NOT_FOUND', message: 'there is no such thing' })
})

test('behavior: errors and codes are told apart', () => {
  expect(isTownError(new TownError('NOT_FOUND'))).toBe(true)
  expect(isTownError(new TownError('NOT_FOUND'), 'NOT_FOUND', 'INTERNAL')).toBe(true)
  expect(isTownError(new TownError('NOT_FOUND'), 'INTERNAL')).toBe(false)
  expect(isTownError(new Error('other'))).toBe(false)
  expect(['NotSpendable', 'NOT_FOUND', 'toString', ''].map(isTownErrorCode)).toEqual([true, true, false, false])
  expect(['NotSpendable', 'NOT_FOUND'].map(isContractErrorCode)).toEqual([true, false])
})
