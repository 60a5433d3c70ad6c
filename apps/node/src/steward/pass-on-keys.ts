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
  type Epoch,
  findStewardSecret,
  insertEpochSecrets,
  insertKeyWrap,
  listEpochSecrets,
  listPassedOn,
  type MissingKeys,
  type PassedOn,
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
  const town = { communityId, communityKey }
  const keys = await ensureEpochKeys(node, { box, ...town, epochs })
  const passedOn = new Set((await listPassedOn(node, { ...town, messagingKey })).map(nameOf))
  const missing = keys.filter((key) => !passedOn.has(nameOf(key)))
  const wraps: NostrEvent[] = []
  for (let start = 0; start < missing.length; start += MAX_KEYS_PER_WRAP) {
    const part = missing.slice(start, start + MAX_KEYS_PER_WRAP)
    const now = Math.floor(node.clock() / 1000)
    const entropy = randomBytes(WRAP_ENTROPY_BYTES)
    const event = wrapKeys({ communityId, epochs: part.map(toEpochKey), secret, recipient: messagingKey, entropy, now })
    const kept = await insertKeyWrap(node, { event, ...town, recipient: messagingKey, keys: part, receivedAt: now })
    if (kept) wraps.push(event)
  }
  return wraps
}

type Key = PassedOn & { readonly key: Uint8Array }

const nameOf = ({ epoch, version }: PassedOn): string => `${epoch}/${version}`

const toEpochKey = ({ epoch: n, version, key }: Key): EpochKey => ({ n, ...(version > 0 && { version }), key })

/** All versions of the keys of epochs; of each there is one that was made after the leavings that began it. */
const ensureEpochKeys = async (
  node: Pick<Node, 'db' | 'clock'>,
  {
    box,
    communityId,
    communityKey,
    epochs,
  }: { box: SecretBox; communityId: number; communityKey: string; epochs: readonly Epoch[] },
): Promise<readonly Key[]> => {
  const context = ({ epoch, version }: PassedOn) =>
    `key of epoch ${epoch} of community ${communityId}, ${communityKey}${version > 0 ? `, version ${version}` : ''}`
  const town = { communityId, communityKey }
  const latest = new Map((await listEpochSecrets(node, town)).map((secret) => [secret.epoch, secret]))
  const secrets = epochs.flatMap(({ epoch, leavings }) => {
    const present = latest.get(epoch)
    if (present && (present.leavings === null || present.leavings === leavings)) return []
    // Who left in the meantime may know the one of before the reorg.
    const version = present ? present.version + 1 : 0
    const secret = box.seal({ secret: randomBytes(32), context: context({ epoch, version }) })
    return [{ epoch, version, leavings, secret }]
  })
  await insertEpochSecrets(node, { ...town, secrets, createdAt: Math.floor(node.clock() / 1000) })
  // Read again: another process may have been faster, and the first key is the one that counts.
  const kept = await listEpochSecrets(node, town)
  const wanted = new Set(epochs.map(({ epoch }) => epoch))
  return kept
    .filter(({ epoch }) => wanted.has(epoch))
    .map(({ epoch, version, secret }) => ({
      epoch,
      version,
      key: box.open({ sealed: secret, context: context({ epoch, version }) }),
    }))
}
