import { type Gig, gigNumberOf, type Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { communityQuery } from '../../lib/queries.ts'
import { saveFile } from '../../lib/save-file.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { useChainId } from '../scan/use-chain-id.ts'
import type { CalendarEvent } from './calendar.ts'
import { type Deadline, deadlineOf, isDueTo } from './deadline.ts'
import { useGigPhrases } from './use-gig-phrases.ts'

/** The deadline of a gig as a file for the calendar of who must keep it. */
export const GigCalendar = ({ gig, title }: { readonly gig: Gig; readonly title: string }) => {
  const { t } = useTranslation('gigs')
  const { wallet } = useSession()
  const save = useCalendar(gig.communityId)
  const own = wallet ? ownDeadlines([gig], wallet) : []
  if (own.length === 0) return null
  return (
    <div>
      <Button look="plain" onPress={() => save(own, () => title)}>
        {t('calendar.one')}
      </Button>
    </div>
  )
}

/** All that somebody has to do by when. */
export const OwnCalendar = ({
  wallet,
  gigs,
  titles,
  communityId,
}: {
  readonly wallet: Wallet
  readonly gigs: readonly Gig[]
  readonly titles: ReadonlyMap<string, string> | undefined
  readonly communityId: number
}) => {
  const { t } = useTranslation('gigs')
  const save = useCalendar(communityId)
  const own = ownDeadlines(gigs, wallet)
  if (own.length === 0) return null
  const titleOf = (gig: Gig) => titles?.get(gig.record) ?? t('text.untitled', { number: gigNumberOf(gig.id) })
  return (
    <div>
      <Button look="plain" onPress={() => save(own, titleOf)}>
        {t('calendar.all', { count: own.length })}
      </Button>
    </div>
  )
}

type Due = { readonly gig: Gig; readonly deadline: Deadline }

const ownDeadlines = (gigs: readonly Gig[], { id }: Pick<Wallet, 'id'>): readonly Due[] =>
  gigs.flatMap((gig) => {
    const deadline = deadlineOf(gig)
    return deadline && isDueTo(gig, deadline, id) ? [{ gig, deadline }] : []
  })

const useCalendar = (communityId: number) => {
  const { t } = useTranslation('gigs')
  const phrases = useGigPhrases()
  const chainId = useChainId()
  const { data: community } = useQuery(communityQuery(useTown(), communityId))
  return async (all: readonly Due[], titleOf: (gig: Gig) => string) => {
    const { toCalendar } = await import('./calendar.ts')
    const events = all.map(({ gig, deadline }): CalendarEvent => {
      return {
        uid: `gig-${gig.id}-${deadline.what}-${chainId}@${location.hostname}`,
        sequence: gig.round,
        at: deadline.at,
        summary: t(`calendar.${deadline.what}`, { title: titleOf(gig), ...PLAIN }),
        description: t('calendar.text', {
          credits: phrases.credits(gig.credits),
          town: community?.name ?? '',
          ...PLAIN,
        }),
        url: `${location.origin}/gigs/${gig.id}`,
      }
    })
    saveFile(`${t('calendar.file')}.ics`, toCalendar(events, Math.floor(Date.now() / 1000)), 'text/calendar')
  }
}

/** No marks of direction around names: other programs show the text. */
const PLAIN = { interpolation: { escapeValue: false } } as const
