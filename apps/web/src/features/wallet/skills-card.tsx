import { meanLevel, type SkillRatings, type Wallet } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { followFlow } from '../../flows/follow.ts'
import { communityHistoryQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { usePages } from '../../lib/use-pages.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkillProgress } from '../town/skill-progress.tsx'

/** The skills of a wallet with their levels and how far each is validated. */
export const SkillsCard = ({
  wallet,
  communityId,
}: {
  readonly wallet: Wallet
  readonly communityId: number | undefined
}) => {
  const { t } = useTranslation('wallet')
  const skillName = useSkillName()
  const formats = useFormats()
  const { skills, ratings } = wallet
  const ratingsOf = (skill: number) => ratings.find((entry) => entry.skill === skill)
  const dormant = ratings.filter(({ skill, count }) => count > 0 && !skills.some((entry) => entry.skill === skill))
  return (
    <Card tone="carrot" title={t('skills.title')}>
      <ul className="grid gap-3">
        {skills.map((entry) => {
          const ratings = ratingsOf(entry.skill)
          const pending = ratings?.pending ?? 0
          return (
            <li key={entry.skill} className="grid gap-1">
              <SkillProgress skill={entry} />
              {entry.validated && (
                <p className="text-sm text-soft">{t('skills.validatedMore', { count: entry.rates })}</p>
              )}
              {ratings && ratings.count > 0 && (
                <p className="text-sm text-soft">{t('skills.mean', { mean: formats.mean(ratings) })}</p>
              )}
              {pending > 0 && <p className="text-sm text-soft">{t('skills.pending', { count: pending })}</p>}
            </li>
          )
        })}
      </ul>
      {skills.some(({ validated }) => !validated) && <p className="text-sm text-soft">{t('skills.perPerson')}</p>}
      {communityId !== undefined && <Following wallet={wallet} communityId={communityId} />}
      {dormant.length > 0 && (
        <div className="grid gap-1 text-sm">
          <h3 className="font-semibold">{t('skills.dormantTitle')}</h3>
          {dormant.map(({ skill, count }) => (
            <p key={skill}>{t('skills.dormant', { skill: skillName(skill), count })}</p>
          ))}
        </div>
      )}
    </Card>
  )
}

/** Levels that the ratings have left behind, and how they catch up (spec §6.2). */
const Following = ({ wallet, communityId }: { readonly wallet: Wallet; readonly communityId: number }) => {
  const { t } = useTranslation('wallet')
  const skillName = useSkillName()
  const { items } = usePages(communityHistoryQuery(useTown(), communityId))
  const flow = useFlow(followFlow)
  const hasRound = items.some(({ type }) => type === 'round')
  const behind = wallet.skills.flatMap(({ skill, level, validated }) => {
    const mean = validated ? meanOf(wallet.ratings.find((entry) => entry.skill === skill)) : undefined
    return mean === undefined || mean === level ? [] : [{ skill, mean }]
  })
  return (
    <>
      {behind.map(({ skill, mean }) => (
        <p key={skill} className="text-sm">
          {t('skills.follows', { skill: skillName(skill), mean: String(mean) })}
        </p>
      ))}
      {behind.length > 0 && hasRound && !flow.isDone && (
        <div className="grid justify-items-start gap-2">
          <p className="text-sm text-soft">{t('skills.followWhy')}</p>
          <Button
            look="plain"
            pending={flow.isPending && t('skills.following')}
            onPress={() => void flow.run({ communityId, walletId: wallet.id })}
          >
            {t('skills.follow')}
          </Button>
        </div>
      )}
      {flow.isDone && <Notice tone="good">{t('skills.followed')}</Notice>}
      <ErrorNotice error={flow.error} />
    </>
  )
}

const meanOf = (ratings: SkillRatings | undefined): number | undefined =>
  ratings && ratings.count > 0 ? meanLevel({ sum: ratings.sum, n: ratings.count }) : undefined
