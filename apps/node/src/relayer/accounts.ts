import { join } from 'node:path'
import type { Hex } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'
import { parseFile, writeWhole } from '../home.ts'

/** The keys of the node itself, made at its first start. */
export type NodeAccounts = {
  /** Deploys the contracts and owns the registry. */
  readonly operator: PrivateKeyAccount
  /** Pays for what people sign. Owns nothing, so nothing but gas can be lost by it. */
  readonly relayer: PrivateKeyAccount
}

/** @param keys Those that the configuration has. */
export const openAccounts = ({
  home,
  operatorKey,
  relayerKey,
}: {
  readonly home: string
  readonly operatorKey?: Hex | undefined
  readonly relayerKey?: Hex | undefined
}): NodeAccounts => ({
  operator: openAccount(join(home, OPERATOR_FILE), operatorKey),
  relayer: openAccount(join(home, RELAYER_FILE), relayerKey),
})

export const OPERATOR_FILE = 'operator.key'
export const RELAYER_FILE = 'relayer.key'

const openAccount = (path: string, given: Hex | undefined): PrivateKeyAccount => {
  if (given !== undefined) return privateKeyToAccount(given)
  const stored = parseFile(path, (text) => privateKeyToAccount(privateKey.parse(text.trim())))
  if (stored !== undefined) return stored
  const key = generatePrivateKey()
  writeWhole(path, `${key}\n`)
  return privateKeyToAccount(key)
}

const privateKey = z.templateLiteral(['0x', z.string().regex(/[0-9a-f]{64}/)])
