import type { Attachment } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttachment } from '../../lib/pictures/use-attachment.ts'
import { useErrorText } from '../../lib/use-error-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SpinnerMark } from '../../ui/spinner.tsx'

/** Rem, of the higher ones. */
const HEIGHT = 20

/** A picture of a record, in the place that it takes from the beginning; a press shows it large. */
export const AttachmentPicture = ({
  attachment,
  communityId,
}: {
  readonly attachment: Attachment
  readonly communityId: number
}) => {
  const { t } = useTranslation('pictures')
  const textOf = useErrorText()
  const { url, error, retry } = useAttachment(attachment, communityId)
  const [isOpen, setIsOpen] = useState(false)
  const { width, height, alt } = attachment
  return (
    <figure
      className="grid max-w-full overflow-hidden rounded-lg border border-line bg-page"
      style={{ aspectRatio: `${width} / ${height}`, width: `min(${width}px, ${(HEIGHT * width) / height}rem)` }}
    >
      {url ? (
        <button
          type="button"
          aria-label={t('open', { alt })}
          className="cursor-zoom-in"
          onClick={() => setIsOpen(true)}
        >
          <img src={url} alt={alt} width={width} height={height} className="size-full object-cover" />
        </button>
      ) : (
        <div className="grid place-content-center justify-items-center gap-2 p-2 text-center text-sm text-soft">
          {error ? (
            <>
              <p>{textOf(error)}</p>
              <Button look="quiet" onPress={retry}>
                {t('retry')}
              </Button>
            </>
          ) : (
            <SpinnerMark />
          )}
          <p dir="auto">{alt}</p>
        </div>
      )}
      {isOpen && (
        <Dialog title={t('large')} onClose={() => setIsOpen(false)}>
          <img src={url} alt={alt} className="mx-auto max-h-[75vh] max-w-full rounded-md" />
          <p dir="auto" className="text-soft">
            {alt}
          </p>
        </Dialog>
      )}
    </figure>
  )
}

/** Those of one record. */
export const AttachmentPictures = ({
  attachments,
  communityId,
}: {
  readonly attachments: readonly Attachment[]
  readonly communityId: number
}) => {
  const { t } = useTranslation('pictures')
  if (attachments.length === 0) return null
  return (
    <ul aria-label={t('list')} className="flex flex-wrap gap-2">
      {attachments.map((attachment) => (
        <li key={attachment.sha256} className="max-w-full">
          <AttachmentPicture attachment={attachment} communityId={communityId} />
        </li>
      ))}
    </ul>
  )
}
