import { type Community, MAX_MEMBERS, type SkillChoice, type Wallet } from '@distributed-town/sdk'
import { useInfiniteQuery, useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { foundFlow } from '../../flows/found.ts'
import { joinFlow } from '../../flows/join.ts'
import { communitiesQuery, scarceCommunitiesQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { FoundForm } from './found-form.tsx'
import { TownChoice } from './town-choice.tsx'

/** A town to join, those that miss these skills first; or a new one. */
export const TownStep = ({
  wallet,
  template,
  skills,
  keepsSkills,
  invitation,
  onBack,
  onDone,
}: {
  readonly wallet: Wallet | null
  readonly template: number
  readonly skills: readonly (SkillChoice & { readonly validated?: boolean })[]
  readonly keepsSkills: boolean
  readonly invitation: Community | undefined
  readonly onBack: () => void
  readonly onDone: (communityId: number) => void
}) => {
  const { t } = useTranslation(['start', 'common'])
  const [way, setWay] = useState<'join' | 'found'>('join')
  const joining = useFlow(joinFlow)
  const founding = useFlow(foundFlow)
  const { towns, error, isPending, more } = useTowns({ template, skills, invitation })
  // What the wallet keeps is not chosen anew.
  const chosen = keepsSkills ? [] : skills.map(({ skill, level }) => ({ skill, level }))
  const [joinedId, setJoinedId] = useState<number>()

  const join = async (communityId: number) => {
    setJoinedId(communityId)
    const joined = await joining.run({ wallet, communityId, skills: chosen })
    if (joined) onDone(joined.communityId)
  }
  return (
    <div className="grid gap-4">
      <div>
        <Button look="quiet" onPress={onBack}>
          {t('town.back')}
        </Button>
      </div>
      <Tabs
        label={t('town.ways')}
        tabs={[
          { key: 'join', label: t('town.join') },
          { key: 'found', label: t('town.found') },
        ]}
        value={way}
        onChange={setWay}
      >
        {way === 'join' ? (
          <div className="grid gap-3">
            <ErrorNotice error={error} />
            {isPending && <Spinner label={t('common:loading')} />}
            {!isPending && towns.length === 0 && (
              <Empty text={t('town.none')}>
                <Button look="plain" onPress={() => setWay('found')}>
                  {t('town.found')}
                </Button>
              </Empty>
            )}
            <ul className="grid gap-3">
              {towns.map((town) => (
                <li key={town.id} className="grid">
                  <TownChoice
                    town={town}
                    skills={skills}
                    wallet={wallet}
                    isInvitation={town.id === invitation?.id}
                    isPending={joining.isPending && joinedId === town.id}
                    reason={joining.isPending && joinedId !== town.id ? t('town.joiningOther') : undefined}
                    error={joinedId === town.id ? joining.error : undefined}
                    onJoin={() => void join(town.id)}
                  />
                </li>
              ))}
            </ul>
            {more && (
              <div>
                <Button look="plain" onPress={more}>
                  {t('common:more')}
                </Button>
              </div>
            )}
          </div>
        ) : (
          <Card tone="denim" title={t('found.title')}>
            <FoundForm
              isPending={founding.isPending}
              error={founding.error}
              onFound={async (charter) => {
                const founded = await founding.run({ wallet, template, skills: chosen, ...charter })
                if (founded) onDone(founded.communityId)
              }}
            />
          </Card>
        )}
      </Tabs>
    </div>
  )
}

/** Towns of the template with free seats: the one of the invitation, those that miss one of the skills, the others. */
export const useTowns = ({
  template,
  skills,
  invitation,
}: {
  readonly template: number
  readonly skills: readonly { readonly skill: number }[]
  readonly invitation?: Community | undefined
}) => {
  const town = useTown()
  const scarce = useQueries({ queries: skills.map(({ skill }) => scarceCommunitiesQuery(town, { template, skill })) })
  const all = useInfiniteQuery(communitiesQuery(town, { template }))
  const found = [
    ...(invitation && invitation.template === template ? [invitation] : []),
    ...rank(
      scarce.flatMap(({ data }) => data?.items ?? []),
      skills,
    ),
    ...(all.data?.pages.flatMap(({ items }) => items) ?? []),
  ]
  return {
    towns: [...new Map(found.map((one) => [one.id, one])).values()].filter(({ members }) => members < MAX_MEMBERS),
    isPending: all.isPending,
    error: all.error ?? undefined,
    more: all.hasNextPage ? () => void all.fetchNextPage() : undefined,
  }
}

/** Those that miss most of the skills first. */
const rank = (towns: readonly Community[], skills: readonly { readonly skill: number }[]): readonly Community[] => {
  const missed = ({ missingSkills }: Community) => skills.filter(({ skill }) => missingSkills.includes(skill)).length
  return [...towns].sort((a, b) => missed(b) - missed(a) || b.members - a.members)
}
