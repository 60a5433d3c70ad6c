import { MAX_MEMBERS, missingSkills, type NetworkTown } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { networkQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { TownCard } from '../town/town-card.tsx'
import { filterTowns, withoutEach } from './filter.ts'
import { Filters } from './filters.tsx'
import { LazyNetworkMap } from './lazy-network-map.tsx'
import { LIST_STEP, type NetworkFilter, type NetworkSearch } from './search.ts'
import { useFilterText } from './use-filter-text.ts'

const route = getRouteApi('/towns')

/** The network: all towns on a map and in a list, found by words, by kind and by what they lack. What is looked for is in the address. */
export const TownsPage = () => {
  const { t } = useTranslation('towns')
  const { wallet } = useSession()
  const { data: towns, error } = useQuery(networkQuery(useTown()))
  return (
    <Page
      title={t('list.title')}
      lead={t('list.lead', { seats: String(MAX_MEMBERS) })}
      aside={
        wallet?.communityId ? undefined : (
          <LinkButton to="/start" look="plain">
            {t('list.found')}
          </LinkButton>
        )
      }
    >
      {towns ? (
        <Network towns={towns} />
      ) : error ? (
        <ErrorNotice error={error} />
      ) : (
        <Spinner label={t('list.searching')} />
      )}
    </Page>
  )
}

const Network = ({ towns }: { readonly towns: readonly NetworkTown[] }) => {
  const { t } = useTranslation('network')
  const { wallet } = useSession()
  const { at, shown, ...filter } = route.useSearch()
  const length = { ...(shown !== undefined && { shown }) }
  const navigate = route.useNavigate()
  const search = (changed: NetworkSearch, replace = false) =>
    void navigate({ search: changed, replace, resetScroll: false })
  const key = useDeferredValue(JSON.stringify(filter))
  const isFiltered = key !== '{}'
  const found = useMemo(() => filterTowns(towns, JSON.parse(key) as NetworkFilter), [towns, key])
  const foundIds = useMemo(() => (isFiltered ? new Set(found.map(({ id }) => id)) : undefined), [isFiltered, found])
  const map = useRef<HTMLDivElement>(null)
  return (
    <>
      <Filters towns={towns} filter={filter} onChange={(changed, replace) => search(changed, replace)} />
      <div ref={map} className="scroll-mt-4">
        <LazyNetworkMap
          towns={towns}
          found={foundIds}
          ownId={wallet?.communityId ?? undefined}
          at={at}
          onFollow={(id) => void navigate({ to: '/towns/$id', params: { id: String(id) } })}
          // The town that is shown is no step of its own on the way back.
          onShow={(id) => search({ ...filter, ...length, ...(id !== undefined && { at: id }) }, true)}
        />
      </div>
      <div>
        <LinkButton to="/towns/pulse" look="quiet">
          {t('pulse')}
        </LinkButton>
      </div>
      <TownList
        key={key}
        towns={towns}
        found={found}
        filter={filter}
        ownId={wallet?.communityId ?? undefined}
        most={shown ?? LIST_STEP}
        onMore={(most) => search({ ...filter, ...(at !== undefined && { at }), shown: most }, true)}
        onChange={search}
        onShow={(id) => {
          search({ ...filter, ...length, at: id }, true)
          map.current?.scrollIntoView({ block: 'start' })
        }}
      />
    </>
  )
}

const TownList = ({
  towns,
  found,
  filter,
  ownId,
  most,
  onMore,
  onChange,
  onShow,
}: {
  readonly towns: readonly NetworkTown[]
  readonly found: readonly NetworkTown[]
  readonly filter: NetworkFilter
  readonly ownId: number | undefined
  /** Towns that are shown. */
  readonly most: number
  readonly onMore: (most: number) => void
  readonly onChange: (filter: NetworkFilter) => void
  readonly onShow: (townId: number) => void
}) => {
  const { t } = useTranslation(['network', 'towns'])
  const list = useRef<HTMLUListElement>(null)
  const count = found.length
  const shown = useMemo(
    () =>
      found.slice(0, most).map((town) => ({
        ...town,
        missingSkills: [...missingSkills({ template: town.template, counts: town.skillCounts })],
      })),
    [found, most],
  )
  /** Towns that were shown when more were asked for. */
  const before = useRef<number>(undefined)
  useEffect(() => {
    if (before.current === undefined || most <= before.current) return
    // The first of the new ones stands where the button was.
    list.current?.children[before.current]?.querySelector('a')?.focus({ preventScroll: true })
    before.current = undefined
  }, [most])
  const showMore = () => {
    before.current = most
    onMore(most + LIST_STEP)
  }
  return (
    <section aria-label={t('list.label')} className="grid gap-4">
      <p aria-live="polite" className="text-sm text-soft">
        {count === towns.length ? t('list.all', { count }) : t('list.found', { count, all: towns.length })}
        {count > most && ` ${t('list.first', { shown: most })}`}
      </p>
      {count === 0 && <NothingFound towns={towns} filter={filter} hasTown={ownId !== undefined} onChange={onChange} />}
      <ul ref={list} className="grid gap-4 wide:grid-cols-2">
        {shown.map((town) => (
          <li key={town.id}>
            <TownCard community={town} isOwn={town.id === ownId}>
              <Button look="quiet" label={t('card.showOf', { name: town.name })} onPress={() => onShow(town.id)}>
                {t('card.show')}
              </Button>
            </TownCard>
          </li>
        ))}
      </ul>
      {count > most && (
        <Button look="plain" onPress={showMore}>
          {t('towns:list.more')}
        </Button>
      )}
    </section>
  )
}

/** What to do when no town matches: the parts of the filter that stand in the way. */
const NothingFound = ({
  towns,
  filter,
  hasTown,
  onChange,
}: {
  readonly towns: readonly NetworkTown[]
  readonly filter: NetworkFilter
  readonly hasTown: boolean
  readonly onChange: (filter: NetworkFilter) => void
}) => {
  const { t } = useTranslation(['network', 'towns'])
  const textOf = useFilterText()
  const names = Object.keys(filter)
  return (
    <Empty text={names.length > 0 ? t('towns:list.noMatch') : t('towns:list.none')}>
      <div className="flex flex-wrap gap-3">
        {names.length > 1 &&
          withoutEach(towns, filter).map(({ name, count }) => {
            const { [name]: _, ...rest } = filter
            return (
              <Button key={name} look="plain" onPress={() => onChange(rest)}>
                {t('list.without', { filter: textOf(filter, name), count })}
              </Button>
            )
          })}
        {names.length > 0 && (
          <Button look="plain" onPress={() => onChange({})}>
            {t('towns:list.clear')}
          </Button>
        )}
        {!hasTown && <LinkButton to="/start">{t('towns:list.found')}</LinkButton>}
      </div>
    </Empty>
  )
}
