import { join } from 'node:path'
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

export const openAccounts = ({ home }: { readonly home: string }): NodeAccounts => ({
  operator: openAccount(join(home, 'operator.key')),
  relayer: openAccount(join(home, 'relayer.key')),
})

const openAccount = (path: string): PrivateKeyAccount => {
  const stored = parseFile(path, (text) => privateKeyToAccount(privateKey.parse(text.trim())))
  if (stored !== undefined) return stored
  const key = generatePrivateKey()
  writeWhole(path, `${key}\n`)
  return privateKeyToAccount(key)
}

const privateKey = z.templateLiteral(['0x', z.string().regex(/[0-9a-f]{64}/)])
