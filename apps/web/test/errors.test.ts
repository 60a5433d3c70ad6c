import {
  communityAbi,
  erc2771ForwarderAbi,
  gigsAbi,
  isTownErrorCode,
  registryAbi,
  skillWalletAbi,
  type TownErrorCode,
} from '@distributed-town/sdk'
import { expect, test } from 'vitest'
import en from '../src/i18n/en/errors.json'
import it from '../src/i18n/it/errors.json'

// A code without a sentence doesn't compile.
const languages: Readonly<Record<string, Readonly<Record<TownErrorCode | 'other', string>>>> = { en, it }

const errors = [communityAbi, erc2771ForwarderAbi, gigsAbi, registryAbi, skillWalletAbi].flatMap((abi) =>
  abi.filter((item) => item.type === 'error'),
)

test.each(Object.entries(languages))('every error of the contracts has a sentence: %s', (_, texts) => {
  const without = errors.map(({ name }) => name).filter((name) => !texts[name])
  expect(errors.length).toBeGreaterThan(50)
  expect(without).toEqual([])
})

test.each(Object.entries(languages))('every sentence is of a code that exists: %s', (_, texts) => {
  expect(Object.keys(texts).filter((code) => code !== 'other' && !isTownErrorCode(code))).toEqual([])
})

test.each(Object.entries(languages))('a sentence is one, and shows no code: %s', (_, texts) => {
  const wrong = Object.values(texts).filter((text) => !/^\p{Lu}|^\{\{/u.test(text) || !/[.!?]$/.test(text))
  const coded = Object.values(texts).filter((text) =>
    /[A-Z]{2,}_[A-Z]|\b0x|\b(gas|hash|chain|gwei|nonce)\b/i.test(text),
  )
  expect([...wrong, ...coded]).toEqual([])
})

/** What the node's own errors come with. */
const details: Readonly<Partial<Record<string, readonly string[]>>> = {
  GAS_BUDGET_SPENT: ['availableAt'],
  READ_ONLY: ['writer'],
}

test.each(Object.entries(languages))('what a sentence fills in is in the details of the error: %s', (_, texts) => {
  const unfilled = Object.entries(texts).flatMap(([code, text]) => {
    const names = errors.filter(({ name }) => name === code).flatMap(({ inputs }) => inputs.map(({ name }) => name))
    return [...text.matchAll(/\{\{(\w+)\}\}/g)].flatMap(([, name]) =>
      ([...names, ...(details[code] ?? [])] as readonly (string | undefined)[]).includes(name)
        ? []
        : [`${code}: ${name}`],
    )
  })
  expect(unfilled).toEqual([])
})
