import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { profilesQuery } from '../lib/profiles.ts'
import { useTown } from '../lib/town-context.ts'
import { createKeystore } from './keystore.ts'
import { useSession } from './session-context.ts'

/** Publishes the own profile to the neighbours of a town that has none of it yet: after joining, and after a move. */
export const usePublishProfile = (): void => {
  const town = useTown()
  const client = useQueryClient()
  const { identity, records, wallet, shoes } = useSession()
  const communityId = wallet?.communityId ?? undefined
  const profiles = useQuery(profilesQuery({ records, communityId }))
  // The own profile is not for somebody else's shoes.
  const isMissing = identity && !shoes && profiles.data && !profiles.data.has(identity.messagingKey)
  const isRunning = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new answer, such as after keys arrived, is a reason to try again.
  useEffect(() => {
    if (!isMissing || !records || communityId === undefined || isRunning.current) return
    isRunning.current = true
    const publish = async () => {
      const profile = await createKeystore().readProfile()
      if (!profile) return
      const { name, about, picture } = profile
      const { setProfile, uploadAttachment } = await import('./records.ts')
      const uploaded = picture && (await uploadAttachment(town, { records, communityId, picture }))
      await setProfile(town, { records, name, about, picture: uploaded })
      await client.invalidateQueries({ queryKey: ['profiles', communityId] })
    }
    publish()
      .catch(() => {
        // Keys are on their way or the node is away: the next answer, or the next visit, tries again.
      })
      .finally(() => {
        isRunning.current = false
      })
  }, [isMissing, records, communityId, profiles.dataUpdatedAt])
}
