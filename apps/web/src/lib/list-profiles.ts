import { isTownError, openWith, RecordKind, type Records } from '@distributed-town/sdk'
import type { Profile } from './profiles.ts'

// Apart from the query, since decryption is loaded when there is something to decrypt.

export const listProfiles = async (
  records: Records,
  communityId: number,
): Promise<ReadonlyMap<string, Profile | undefined>> => {
  const events = await records.relay.list({ kinds: [RecordKind.Profile], '#h': [String(communityId)] })
  const profiles = new Map<string, Profile | undefined>()
  for (const event of events) {
    const key = `0x${event.pubkey}`
    const known = profiles.get(key)
    if (known && known.createdAt >= event.created_at) continue
    profiles.set(key, open(records, event) ?? known)
  }
  return profiles
}

const open = (records: Records, event: Parameters<typeof openWith>[1]): Profile | undefined => {
  try {
    const record = openWith(records, event)
    if (record.kind !== RecordKind.Profile) return undefined
    const { name, about, picture } = record.content
    return { name, about, picture, createdAt: record.createdAt }
  } catch (error) {
    // Its key was not passed on to this identity, or it is no profile.
    if (isTownError(error)) return undefined
    throw error
  }
}
