import { MAX_MEMBERS, skills, templates } from '@distributed-town/sdk'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { communitiesQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useGroupName, useSkillName, useTemplateName } from '../../lib/use-skill-name.ts'
import { useSession } from '../../session/session-context.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { TownCard } from './town-card.tsx'

const route = getRouteApi('/towns')

export type TownsFilter = { readonly q?: string; readonly template?: number; readonly skill?: number }

/** All towns, found by words, by kind and by what they lack. The filter is in the address, so that it can be shared. */
export const TownsPage = () => {
  const { t } = useTranslation('towns')
  const { wallet } = useSession()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const setFilter = (changed: TownsFilter) => void navigate({ search: changed, replace: true })
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
      <Filters filter={filter} onChange={setFilter} />
      <Found filter={filter} onClear={() => setFilter({})} />
    </Page>
  )
}

const Filters = ({
  filter,
  onChange,
}: {
  readonly filter: TownsFilter
  readonly onChange: (filter: TownsFilter) => void
}) => {
  const { t } = useTranslation('towns')
  const templateName = useTemplateName()
  const { q, template, skill } = filter
  const change = (changed: { [Name in keyof TownsFilter]: TownsFilter[Name] | undefined }) => {
    const entries = Object.entries({ ...filter, ...changed }).filter(([, value]) => value !== undefined && value !== '')
    onChange(Object.fromEntries(entries))
  }
  return (
    <search aria-label={t('list.filters')} className="grid grid-cols-2 items-end gap-3 wide:grid-cols-3">
      <div className="col-span-2 wide:col-span-1">
        <SearchField value={q ?? ''} onChange={(text) => change({ q: text })} />
      </div>
      <Select
        label={t('list.template')}
        value={String(template ?? '')}
        onChange={(value) => change({ template: toNumber(value), skill: undefined })}
      >
        <option value="">{t('list.anyTemplate')}</option>
        {templates.map(({ id }) => (
          <option key={id} value={id}>
            {templateName(id)}
          </option>
        ))}
      </Select>
      <Select
        label={t('list.skill')}
        value={String(skill ?? '')}
        onChange={(value) => change({ skill: toNumber(value) })}
      >
        <option value="">{t('list.anySkill')}</option>
        <SkillOptions template={template} />
      </Select>
    </search>
  )
}

/** Skills by group, of one template or of all. */
const SkillOptions = ({ template }: { readonly template: number | undefined }) => {
  const skillName = useSkillName()
  const groupName = useGroupName()
  return templates
    .filter(({ id }) => template === undefined || id === template)
    .flatMap(({ id, groups }) =>
      groups.map((group) => (
        <optgroup key={`${id}/${group.id}`} label={groupName(id, group.id)}>
          {skills
            .filter((skill) => skill.template === id && skill.group === group.id)
            .map((skill) => (
              <option key={skill.id} value={skill.id}>
                {skillName(skill.id)}
              </option>
            ))}
        </optgroup>
      )),
    )
}

/** Longest text that the node searches for. */
const MAX_SEARCH = 80
const TYPING_MS = 250

/** Hands on what was typed when the typing pauses. */
const SearchField = ({ value, onChange }: { readonly value: string; readonly onChange: (text: string) => void }) => {
  const { t } = useTranslation('towns')
  const [text, setText] = useState(value)
  const [lastValue, setLastValue] = useState(value)
  if (value !== lastValue) {
    // Changed from outside: by the button that clears, or on the way back.
    setLastValue(value)
    if (value !== text.trim()) setText(value)
  }
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => onChange(text.trim()), TYPING_MS)
    return () => clearTimeout(timer)
  })
  return (
    <Field
      label={t('list.search')}
      type="search"
      enterKeyHint="search"
      maxLength={MAX_SEARCH}
      value={text}
      onChange={setText}
    />
  )
}

const Found = ({ filter, onClear }: { readonly filter: TownsFilter; readonly onClear: () => void }) => {
  const { t } = useTranslation('towns')
  const { wallet } = useSession()
  const town = useTown()
  const deferred = useDeferredValue(filter)
  const { data, error, isPending, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery({ ...communitiesQuery(town, deferred), placeholderData: keepPreviousData })
  if (isPending) return <Spinner label={t('list.searching')} />
  if (error) return <ErrorNotice error={error} />
  const communities = data.pages.flatMap(({ items }) => items)
  const count = communities.length
  const isFiltered = Object.keys(deferred).length > 0
  return (
    <div className="grid gap-4" aria-busy={isPlaceholderData}>
      <p aria-live="polite" className="text-sm text-soft">
        {hasNextPage ? t('list.shownMore', { count }) : t('list.shown', { count })}
      </p>
      {count === 0 && (
        <Empty text={isFiltered ? t('list.noMatch') : t('list.none')}>
          {isFiltered && (
            <Button look="plain" onPress={onClear}>
              {t('list.clear')}
            </Button>
          )}
          {!wallet?.communityId && <LinkButton to="/start">{t('list.found')}</LinkButton>}
        </Empty>
      )}
      <ul className={`grid gap-4 wide:grid-cols-2 ${isPlaceholderData ? 'opacity-60' : ''}`}>
        {communities.map((community) => (
          <li key={community.id}>
            <TownCard community={community} isOwn={wallet?.communityId === community.id} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button look="plain" pending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
          {t('list.more')}
        </Button>
      )}
    </div>
  )
}

const toNumber = (value: string): number | undefined => (value === '' ? undefined : Number(value))
