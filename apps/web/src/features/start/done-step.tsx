import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { communityQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { NextThingHere } from '../next/next-bar.tsx'

/** Arrived: what one has now, and what to do first. */
export const DoneStep = ({ communityId }: { readonly communityId: number }) => {
  const { t } = useTranslation(['start', 'common'])
  const { wallet } = useSession()
  const { data: town } = useQuery(communityQuery(useTown(), communityId))
  if (!town || !wallet) return <Spinner label={t('common:loading')} />
  return (
    <div className="grid gap-4">
      <Notice tone="good" title={t('done.title', { name: town.name })}>
        <p>{t('done.text', { id: wallet.id })}</p>
      </Notice>
      <NextThingHere />
      <div className="flex flex-wrap gap-3">
        <LinkButton to="/town" look="plain">
          {t('done.town')}
        </LinkButton>
        <LinkButton to="/wallet" look="plain">
          {t('done.wallet')}
        </LinkButton>
      </div>
    </div>
  )
}
