import type { NetworkTown } from '@distributed-town/sdk'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageName } from '../../lib/language-name.ts'
import { skills, templates } from '../../lib/skills.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useGroupName, useSkillName, useTemplateName } from '../../lib/use-skill-name.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { choicesOf, placeKey } from './filter.ts'
import { languageKey, MAX_SEARCH, type NetworkFilter } from './search.ts'

/** By what towns are looked for. Places and languages are those that there are. */
export const Filters = ({
  towns,
  filter,
  onChange,
}: {
  readonly towns: readonly NetworkTown[]
  readonly filter: NetworkFilter
  /** @param isSameStep Whether it is one step on the way back with the change before. */
  readonly onChange: (filter: NetworkFilter, isSameStep: boolean) => void
}) => {
  const { t } = useTranslation(['network', 'towns'])
  const { language: ownLanguage } = useFormats()
  const templateName = useTemplateName()
  const [isOpen, setOpen] = useState(false)
  const { q, template, skill, place, language } = filter
  const chosen = [template, skill, place, language].filter((value) => value !== undefined).length
  const places = useMemo(
    () =>
      choicesOf(
        towns.map(({ place }) => place),
        placeKey,
      ),
    [towns],
  )
  const languages = useMemo(
    () =>
      choicesOf(
        towns.map(({ language }) => language),
        languageKey,
      ),
    [towns],
  )
  const change = (changed: { [Name in keyof NetworkFilter]: NetworkFilter[Name] | undefined }, isSameStep = false) => {
    const entries = Object.entries({ ...filter, ...changed }).filter(([, value]) => value !== undefined && value !== '')
    onChange(Object.fromEntries(entries), isSameStep)
  }
  return (
    <search
      aria-label={t('towns:list.filters')}
      className="grid items-end gap-3 wide:grid-cols-[minmax(0,1.4fr)_minmax(0,4fr)]"
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3 wide:grid-cols-1">
        <SearchField value={q ?? ''} onChange={(text) => change({ q: text }, text !== '' && q !== undefined)} />
        {/* On a phone the map is to be seen without scrolling. */}
        <div className="wide:hidden">
          <Button look="plain" isOpen={isOpen} onPress={() => setOpen(!isOpen)}>
            {chosen === 0 ? t('list.more') : t('list.moreChosen', { count: chosen })}
          </Button>
        </div>
      </div>
      <div className={`grid-cols-2 items-end gap-3 wide:grid wide:grid-cols-4 ${isOpen ? 'grid' : 'hidden'}`}>
        <Select
          label={t('towns:list.template')}
          value={String(template ?? '')}
          onChange={(value) => change({ template: toNumber(value), skill: undefined })}
        >
          <option value="">{t('towns:list.anyTemplate')}</option>
          {templates.map(({ id }) => (
            <option key={id} value={id}>
              {templateName(id)}
            </option>
          ))}
        </Select>
        <Select
          label={t('towns:list.skill')}
          value={String(skill ?? '')}
          onChange={(value) => change({ skill: toNumber(value) })}
        >
          <option value="">{t('towns:list.anySkill')}</option>
          <SkillOptions template={template} />
        </Select>
        <Select
          label={t('list.place')}
          value={place === undefined ? '' : placeKey(place)}
          onChange={(key) => change({ place: places.find((choice) => choice.key === key)?.text })}
        >
          <option value="">{t('list.anyPlace')}</option>
          <OwnChoice value={place} isKnown={places.some(({ key }) => key === placeKey(place ?? ''))} />
          {places.map(({ key, text, count }) => (
            <option key={key} value={key}>
              {t('list.option', { name: text, count })}
            </option>
          ))}
        </Select>
        <Select label={t('list.language')} value={language ?? ''} onChange={(value) => change({ language: value })}>
          <option value="">{t('list.anyLanguage')}</option>
          <OwnChoice value={language} isKnown={languages.some(({ key }) => key === language)} />
          {languages.map(({ key, count }) => (
            <option key={key} value={key}>
              {t('list.option', { name: languageName(key, ownLanguage), count })}
            </option>
          ))}
        </Select>
      </div>
    </search>
  )
}

/** What the address asks for although no town has it. */
const OwnChoice = ({ value, isKnown }: { readonly value: string | undefined; readonly isKnown: boolean }) =>
  value !== undefined && !isKnown && <option value={placeKey(value)}>{value}</option>

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

const toNumber = (value: string): number | undefined => (value === '' ? undefined : Number(value))
