import type { Attachment } from '@distributed-town/sdk'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSession } from '../../session/session-context.ts'
import { useTown } from '../town-context.ts'

/** A picture of a record of a town, fetched and decrypted. `url` is good as long as the component stands. */
export const useAttachment = (attachment: Attachment, communityId: number) => {
  const town = useTown()
  const { records } = useSession()
  const {
    data: blob,
    error,
    refetch,
  } = useQuery({
    queryKey: ['attachment', attachment.sha256],
    queryFn: records
      ? async () => {
          // Decryption is loaded when there is something to decrypt.
          const { getAttachment } = await import('./attachments.ts')
          const bytes = await getAttachment(town, { records, communityId, attachment })
          return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: attachment.mime })
        }
      : skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
  return { url: useObjectUrl(blob), error, retry: () => void refetch() }
}

/** An address for bytes of this page, until others come. */
export const useObjectUrl = (blob: Blob | undefined): string | undefined => {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!blob) return setUrl(undefined)
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return url
}
