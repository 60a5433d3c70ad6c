import { type Gig, SKILLS_PER_TEMPLATE, type Wallet } from '@distributed-town/sdk'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { communityQuery, gigsQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { GigList } from './gig-list.tsx'
import type { GigsSearch } from './gigs-search.ts'
import { useGigTitles } from './use-gig-titles.ts'

/** The gigs of the own town, those for the own skills first. */
export const TownGigs = ({
  wallet,
  communityId,
  search,
  onSearch,
}: {
  readonly wallet: Wallet
  readonly communityId: number
  readonly search: GigsSearch
  readonly onSearch: (search: GigsSearch) => void
}) => {
  const { t } = useTranslation(['gigs', 'common'])
  const town = useTown()
  const { data: community } = useQuery(communityQuery(town, communityId))
  const isOpenOnly = search.state === undefined
  const list = useInfiniteQuery(gigsQuery(town, communityId, isOpenOnly ? { state: 'Open' } : {}))
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const gigs = list.data?.pages.flatMap(({ items }) => items) ?? []
  const titles = useGigTitles(gigs)

  // What is looked for may stand on a later page.
  const isFiltered = !isOpenOnly || search.skill !== undefined || search.q !== undefined
  useEffect(() => {
    if (isFiltered && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [isFiltered, hasNextPage, isFetchingNextPage, fetchNextPage])

  const found = gigs.filter((gig) => isIn(gig, search, titles?.get(gig.record)))
  const fits = found.filter(
    ({ skill, creator }) => creator !== wallet.id && wallet.skills.some((own) => own.skill === skill),
  )
  const others = found.filter((gig) => !fits.includes(gig))
  const parts = { titles, communityId }
  return (
    <div className="grid gap-4">
      <Filters template={community?.template} search={search} onSearch={onSearch} />
      <p aria-live="polite" className="text-sm text-soft empty:hidden">
        {found.length > 0 && !isFetchingNextPage && t('gigs:list.found', { count: found.length })}
        {isFetchingNextPage && t('gigs:list.loadingMore')}
      </p>
      {list.error && <ErrorNotice error={list.error} />}
      {list.isPending && <Spinner label={t('common:loading')} />}
      {fits.length > 0 && <GigList {...parts} title={t('gigs:list.fits')} gigs={fits} />}
      {others.length > 0 && (
        <GigList
          {...parts}
          title={t(fits.length > 0 || isOpenOnly ? 'gigs:list.others' : 'gigs:list.all')}
          gigs={others}
        />
      )}
      {list.data && found.length === 0 && !isFetchingNextPage && isFiltered && (
        <Empty text={t('gigs:list.emptyFiltered')}>
          <Button look="plain" onPress={() => onSearch({})}>
            {t('gigs:list.clear')}
          </Button>
        </Empty>
      )}
      {list.data && found.length === 0 && !isFiltered && community?.active && (
        <Empty text={t('gigs:list.emptyOpen', { town: community.name })} />
      )}
      {hasNextPage && !isFiltered && (
        <Button look="plain" pending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
          {t('common:more')}
        </Button>
      )}
    </div>
  )
}

const Filters = ({
  template,
  search,
  onSearch,
}: {
  readonly template: number | undefined
  readonly search: GigsSearch
  readonly onSearch: (search: GigsSearch) => void
}) => {
  const { t } = useTranslation('gigs')
  const skillName = useSkillName()
  const { state, skill, q, ...rest } = search
  const skills =
    template === undefined
      ? []
      : Array.from({ length: SKILLS_PER_TEMPLATE }, (_, i) => template * SKILLS_PER_TEMPLATE + i)
  return (
    <search>
      <form
        className="grid grid-cols-2 items-end gap-3 wide:grid-cols-3 *:first:col-span-2 wide:*:first:col-span-1"
        onSubmit={(event) => event.preventDefault()}
      >
        <Field
          label={t('list.search')}
          type="search"
          maxLength={80}
          value={q ?? ''}
          onChange={(text) =>
            onSearch({
              ...rest,
              ...(state && { state }),
              ...(skill !== undefined && { skill }),
              ...(text && { q: text }),
            })
          }
        />
        <Select
          label={t('list.stateFilter')}
          value={state ?? 'open'}
          onChange={(value) => {
            const chosen = STATES.find((other) => other === value)
            onSearch({
              ...rest,
              ...(chosen && chosen !== 'open' && { state: chosen }),
              ...(skill !== undefined && { skill }),
              ...(q && { q }),
            })
          }}
        >
          {STATES.map((value) => (
            <option key={value} value={value}>
              {t(`list.${value}`)}
            </option>
          ))}
        </Select>
        <Select
          label={t('list.skillFilter')}
          value={skill === undefined ? '' : String(skill)}
          onChange={(value) =>
            onSearch({
              ...rest,
              ...(state && { state }),
              ...(value !== '' && { skill: Number(value) }),
              ...(q && { q }),
            })
          }
        >
          <option value="">{t('list.anySkill')}</option>
          {skills.map((id) => (
            <option key={id} value={id}>
              {skillName(id)}
            </option>
          ))}
        </Select>
      </form>
    </search>
  )
}

const STATES = ['open', 'underWay', 'ended', 'all'] as const

const isIn = (gig: Gig, { state, skill, q }: GigsSearch, title: string | undefined): boolean =>
  isInState(gig.state, state) &&
  (skill === undefined || gig.skill === skill) &&
  (q === undefined || (title ?? '').toLocaleLowerCase().includes(q.trim().toLocaleLowerCase()))

const isInState = (state: Gig['state'], wanted: GigsSearch['state']): boolean => {
  const isEnded = state === 'Rated' || state === 'Settled' || state === 'Cancelled'
  if (wanted === undefined) return state === 'Open'
  if (wanted === 'ended') return isEnded
  return wanted === 'all' || (!isEnded && state !== 'Open')
}
