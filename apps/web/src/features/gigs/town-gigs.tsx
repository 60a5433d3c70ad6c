import { type Gig, SKILLS_PER_TEMPLATE, type Wallet } from '@distributed-town/sdk'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { communityQuery, gigsQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { GigList } from './gig-list.tsx'
import { changeSearch, type GigsSearch } from './gigs-search.ts'
import { arrangeMarket } from './market.ts'
import { useChainNow } from './use-chain-now.ts'
import { useGigTitles } from './use-gig-titles.ts'
import { useNames } from './use-names.ts'

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
  const { view: _, ...filters } = search
  const isFiltered = Object.keys(filters).length > 0
  useEffect(() => {
    if (isFiltered && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [isFiltered, hasNextPage, isFetchingNextPage, fetchNextPage])

  const now = useChainNow()
  const names = useNames(communityId)
  const skillName = useSkillName()
  const wordsOf = (gig: Gig) => ({
    title: titles?.get(gig.record),
    skill: skillName(gig.skill),
    people: [gig.creator, ...(gig.taker === null ? [] : [gig.taker])].map(names.nameOf),
  })
  const { fits, others, unreadable } = arrangeMarket({ gigs, wallet, search, wordsOf, now })
  const count = fits.length + others.length
  const parts = { titles, communityId }
  return (
    <div className="grid gap-4">
      <Filters template={community?.template} search={search} onSearch={onSearch} />
      <p aria-live="polite" className="text-sm text-soft empty:hidden">
        {count > 0 && !isFetchingNextPage && t('gigs:list.found', { count })}
        {isFetchingNextPage && t('gigs:list.loadingMore')}
        {unreadable > 0 && ` ${t('gigs:list.unreadable', { count: unreadable })}`}
      </p>
      {list.error && <ErrorNotice error={list.error} />}
      {list.isPending && <Spinner label={t('common:loading')} />}
      {fits.length > 0 && <GigList {...parts} title={t('gigs:list.fits')} gigs={fits} isFitting />}
      {others.length > 0 && (
        <GigList
          {...parts}
          title={t(fits.length > 0 || isOpenOnly ? 'gigs:list.others' : 'gigs:list.all')}
          gigs={others}
        />
      )}
      {list.data && count === 0 && !isFetchingNextPage && isFiltered && (
        <Empty text={t('gigs:list.emptyFiltered')}>
          <Button look="plain" onPress={() => onSearch({})}>
            {t('gigs:list.clear')}
          </Button>
        </Empty>
      )}
      {list.data && count === 0 && !isFiltered && community && (
        <Empty text={t(community.active ? 'gigs:list.emptyOpen' : 'gigs:list.emptyAsleep', { town: community.name })} />
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
  const change = (changes: Parameters<typeof changeSearch>[1]) => onSearch(changeSearch(search, changes))
  /** What is taken or due is not open any more. */
  const notOnlyOpen = (value: string) => value !== '' && search.state === undefined && ({ state: 'all' } as const)
  const skills =
    template === undefined
      ? []
      : Array.from({ length: SKILLS_PER_TEMPLATE }, (_, i) => template * SKILLS_PER_TEMPLATE + i)
  return (
    <search>
      <form
        className="grid grid-cols-2 items-end gap-x-3 gap-y-2 wide:grid-cols-3 *:first:col-span-2 wide:*:first:col-span-1"
        onSubmit={(event) => event.preventDefault()}
      >
        <Field
          label={t('list.search')}
          type="search"
          maxLength={80}
          value={search.q ?? ''}
          onChange={(q) => change({ q })}
        />
        <Select
          label={t('list.stateFilter')}
          value={search.state ?? 'open'}
          onChange={(value) => change({ state: STATES.find((state) => state === value) })}
        >
          <option value="open">{t('list.open')}</option>
          {STATES.map((value) => (
            <option key={value} value={value}>
              {t(`list.${value}`)}
            </option>
          ))}
        </Select>
        <Select
          label={t('list.skillFilter')}
          value={String(search.skill ?? '')}
          onChange={(value) => change({ skill: value === '' ? undefined : Number(value) })}
        >
          <option value="">{t('list.anySkill')}</option>
          {skills.map((id) => (
            <option key={id} value={id}>
              {skillName(id)}
            </option>
          ))}
        </Select>
        <div className="col-span-2 wide:col-span-3">
          <Disclosure summary={t('list.moreFilters')} open={search.mine !== undefined || search.due !== undefined}>
            <div className="grid grid-cols-2 gap-3 pb-1">
              <Select
                label={t('list.mineFilter')}
                value={search.mine ?? ''}
                onChange={(value) => change({ mine: MINE.find((mine) => mine === value), ...notOnlyOpen(value) })}
              >
                <option value="">{t('list.anyone')}</option>
                <option value="offered">{t('list.offeredByMe')}</option>
                <option value="taken">{t('list.takenByMe')}</option>
              </Select>
              <Select
                label={t('list.dueFilter')}
                value={search.due ?? ''}
                onChange={(value) => change({ due: DUE.find((due) => due === value), ...notOnlyOpen(value) })}
              >
                <option value="">{t('list.anyTime')}</option>
                {DUE.map((value) => (
                  <option key={value} value={value}>
                    {t(`list.${value}`)}
                  </option>
                ))}
              </Select>
            </div>
          </Disclosure>
        </div>
      </form>
    </search>
  )
}

const STATES = ['underWay', 'ended', 'all'] as const
const MINE = ['offered', 'taken'] as const
const DUE = ['soon', 'overdue'] as const
