import { type Community, MIN_MEMBERS, previewScore, type SkillChoice, type Wallet } from '@distributed-town/sdk'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Dotted } from '../../ui/dotted.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { CreditsPreview } from './credits-preview.tsx'

// Most nodes have none.
const InventedNeighbours = lazy(async () => ({
  default: (await import('../example/invented-neighbours.tsx')).InventedNeighbours,
}))

/** A town with what joining it means: for its score, and in credits. */
export const TownChoice = ({
  town,
  skills,
  wallet,
  isInvitation,
  isPending,
  reason,
  error,
  onJoin,
  act,
}: {
  readonly town: Community
  readonly skills: readonly (SkillChoice & { readonly validated?: boolean })[]
  readonly wallet: Wallet | null
  readonly isInvitation?: boolean
  readonly isPending: boolean
  readonly reason?: string | undefined
  readonly error: unknown
  readonly onJoin: () => void
  /** What the button says, if not that one joins. */
  readonly act?: string
}) => {
  const { t } = useTranslation('start')
  return (
    <Card tone="denim" title={town.name}>
      {isInvitation && (
        <p>
          <span className="rounded-full bg-lemon px-2 py-0.5 text-sm font-semibold text-black">
            {t('town.invited')}
          </span>
        </p>
      )}
      <p dir="auto">{town.purpose}</p>
      <Dotted items={[town.place, t('town.members', { count: town.members })]} />
      <Suspense>
        <InventedNeighbours communityId={town.id} />
      </Suspense>
      <ScoreSentence town={town} skills={skills} />
      <Disclosure summary={t('town.credits')}>
        <CreditsPreview
          community={town}
          skills={skills}
          {...(wallet && {
            wallet: {
              carried: wallet.carried + wallet.balance,
              granted: wallet.granted,
              validated: wallet.validated,
            },
          })}
        />
      </Disclosure>
      <ErrorNotice error={error} />
      <div>
        <Button pending={isPending && t('town.joining')} reason={reason} onPress={onJoin}>
          {act ?? t('town.joinThis', { name: town.name })}
        </Button>
      </div>
    </Card>
  )
}

/** What joining does to the town's score, and which missing skills it brings. */
const ScoreSentence = ({
  town,
  skills,
}: {
  readonly town: Community
  readonly skills: readonly { readonly skill: number }[]
}) => {
  const { t } = useTranslation('start')
  const { score, language } = useFormats()
  const nameOf = useSkillName()
  const { before, after, adds, isBelow48Before, isBelow48After } = previewScore({
    community: town,
    skills: skills.map(({ skill }) => skill),
  })
  const names = new Intl.ListFormat(language).format(adds.map(nameOf))
  return (
    <div className="grid gap-1">
      {adds.length > 0 && <p className="font-medium text-forest">{t('town.adds', { names })}</p>}
      {town.score === null && town.members === MIN_MEMBERS - 1 && <p className="text-sm">{t('town.begins')}</p>}
      {/* There is none before a town has begun. */}
      {town.score !== null && before !== null && (
        <p className="text-sm">
          {score(before) === score(after)
            ? t('town.sameScore', { score: score(after) })
            : t('town.score', { before: score(before), after: score(after) })}{' '}
          {!isBelow48Before && isBelow48After && t('town.fallsBelow')}
          {isBelow48Before && !isBelow48After && t('town.risesAbove')}
        </p>
      )}
    </div>
  )
}
