import { randomBytes } from 'node:crypto'
import {
  type EpochKey,
  MAX_KEYS_PER_WRAP,
  type NostrEvent,
  WRAP_ENTROPY_BYTES,
  wrapKeys,
} from '@distributed-town/protocol'
import { isXOnlyPoint } from 'tiny-secp256k1'
import {
  findStewardSecret,
  insertEpochSecrets,
  insertKeyWrap,
  listEpochSecrets,
  type MissingKeys,
} from '../db/town/steward.ts'
import type { Node } from '../node.ts'
import { identityContext } from './create-key.ts'
import { openSecretBox, type SecretBox } from './secrets.ts'

/**
 * Gives a member the epoch keys that are missing, as gift wraps by the town's key. Keys that don't exist yet are made.
 * @returns the wraps, which are in the mailbox already.
 */
export const passOnKeys = async (
  node: Pick<Node, 'config' | 'db' | 'clock' | 'log'>,
  { communityId, communityKey, messagingKey, epochs }: MissingKeys,
): Promise<readonly NostrEvent[]> => {
  // The chain takes any 32 bytes for a key. Nobody can encrypt to these, and the other members must not wait for it.
  if (!isXOnlyPoint(Buffer.from(messagingKey, 'hex'))) {
    node.log.debug({ communityId, messagingKey }, 'the messaging key is no point of the curve')
    return []
  }
  const box = openSecretBox(node.config)
  const sealed = await findStewardSecret(node, { key: communityKey })
  if (!sealed) return []
  const secret = box.open({ sealed, context: identityContext(communityKey) })
  const keys = await ensureEpochKeys(node, { box, communityId, communityKey, epochs })
  const wraps: NostrEvent[] = []
  for (let start = 0; start < keys.length; start += MAX_KEYS_PER_WRAP) {
    const part = keys.slice(start, start + MAX_KEYS_PER_WRAP)
    const now = Math.floor(node.clock() / 1000)
    const entropy = randomBytes(WRAP_ENTROPY_BYTES)
    const event = wrapKeys({ communityId, epochs: part, secret, recipient: messagingKey, entropy, now })
    const kept = await insertKeyWrap(node, {
      event,
      communityId,
      communityKey,
      recipient: messagingKey,
      epochs: part.map(({ n }) => n),
      receivedAt: now,
    })
    if (kept) wraps.push(event)
  }
  return wraps
}

const ensureEpochKeys = async (
  node: Pick<Node, 'db' | 'clock'>,
  {
    box,
    communityId,
    communityKey,
    epochs,
  }: { box: SecretBox; communityId: number; communityKey: string; epochs: readonly number[] },
): Promise<readonly EpochKey[]> => {
  const context = (epoch: number) => `key of epoch ${epoch} of community ${communityId}, ${communityKey}`
  const town = { communityId, communityKey }
  const known = new Set((await listEpochSecrets(node, town)).map(({ epoch }) => epoch))
  const secrets = epochs
    .filter((epoch) => !known.has(epoch))
    .map((epoch) => ({ epoch, secret: box.seal({ secret: randomBytes(32), context: context(epoch) }) }))
  await insertEpochSecrets(node, { ...town, secrets, createdAt: Math.floor(node.clock() / 1000) })
  // Read again: another process may have been faster, and the first key is the one that counts.
  const kept = await listEpochSecrets(node, town)
  return kept
    .filter(({ epoch }) => epochs.includes(epoch))
    .map(({ epoch, secret }) => ({ n: epoch, key: box.open({ sealed: secret, context: context(epoch) }) }))
}
