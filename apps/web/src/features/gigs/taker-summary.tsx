import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { walletQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { SkillBadge } from '../../ui/skill-badge.tsx'

/** What a creator wants to know of somebody who asks: the skill, how it was rated, what was abandoned. */
export const TakerSummary = ({ walletId, skill }: { readonly walletId: number; readonly skill: number }) => {
  const { t } = useTranslation('gigs')
  const { data: wallet } = useQuery(walletQuery(useTown(), walletId))
  if (!wallet) return null
  const active = wallet.skills.find((entry) => entry.skill === skill)
  const rates = wallet.ratings.find((entry) => entry.skill === skill)?.count ?? 0
  return (
    <ul className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
      {active && (
        <li>
          <SkillBadge skill={skill} level={active.level} validated={active.validated} />
        </li>
      )}
      <li>{t('accept.ratings', { count: rates })}</li>
      {wallet.abandonedGigs > 0 && <li>{t('accept.abandoned', { count: wallet.abandonedGigs })}</li>}
    </ul>
  )
}
