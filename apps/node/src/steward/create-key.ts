import { publicKeyOf } from '@distributed-town/protocol'
import { generateSecretKey } from 'nostr-tools/pure'
import { insertStewardKey } from '../db/town/steward.ts'
import type { Node } from '../node.ts'
import { openSecretBox } from './secrets.ts'

/** Makes an identity key for a town to be founded and keeps its secret. @returns the public key, x-only, as Nostr writes it. */
export const createStewardKey = async (node: Pick<Node, 'config' | 'db' | 'clock'>): Promise<string> => {
  const secret = generateSecretKey()
  const key = publicKeyOf(secret)
  const sealed = openSecretBox(node.config).seal({ secret, context: identityContext(key) })
  await insertStewardKey(node, { key, secret: sealed, createdAt: Math.floor(node.clock() / 1000) })
  return key
}

export const identityContext = (key: string): string => `identity key of ${key}`
