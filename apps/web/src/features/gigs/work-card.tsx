import type { Gig } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { Card } from '../../ui/card.tsx'
import { Time } from '../../ui/time.tsx'
import { AttachmentPictures } from '../pictures/attachment-picture.tsx'
import { RecordGap } from './record-gap.tsx'
import type { Names } from './use-names.ts'
import { useWorkText } from './use-record.ts'

/** What the taker wrote and showed of the work, as handed in last. */
export const WorkCard = ({
  work,
  gig,
  names,
}: {
  readonly work: `0x${string}`
  readonly gig: Pick<Gig, 'communityId' | 'taker' | 'state' | 'since'>
  readonly names: Names
}) => {
  const { t } = useTranslation('gigs')
  const text = useWorkText({ work, communityId: gig.communityId })
  return (
    <Card title={t('work.title')}>
      {text.status === 'open' ? (
        <>
          <p dir="auto" className="max-w-prose whitespace-pre-wrap">
            {text.content.text}
          </p>
          <AttachmentPictures attachments={text.content.attachments ?? []} communityId={gig.communityId} />
        </>
      ) : (
        <RecordGap status={text.status} />
      )}
      {gig.taker !== null && (
        <p className="text-sm text-soft">
          {t('work.by', { taker: names.nameOf(gig.taker) })} {gig.state === 'Submitted' && <Time at={gig.since} />}
        </p>
      )}
    </Card>
  )
}
