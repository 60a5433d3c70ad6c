import { type CharterTexts, MAX_NAME_BYTES, MAX_PLACE_BYTES, MAX_PURPOSE_BYTES } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useDraft } from '../../lib/use-draft.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, Select, TextField } from '../../ui/field.tsx'

type Charter = Required<{ readonly [Name in keyof CharterTexts]: string }>

const isCharter = (kept: unknown): kept is Charter =>
  typeof kept === 'object' &&
  kept !== null &&
  ['name', 'purpose', 'place', 'language'].every((name) => typeof (kept as Record<string, unknown>)[name] === 'string')

/** What a town is founded with. */
export const FoundForm = ({
  isPending,
  error,
  onFound,
}: {
  readonly isPending: boolean
  readonly error: unknown
  readonly onFound: (charter: Charter) => Promise<void>
}) => {
  const { t } = useTranslation('start')
  const { language } = useFormats()
  const [charter, setCharter] = useDraft<Charter>('found', { name: '', purpose: '', place: '', language }, isCharter)
  const set = (name: keyof Charter) => (value: string) => setCharter({ ...charter, [name]: value })
  const tooLong = (name: keyof Charter, most: number) =>
    new TextEncoder().encode(charter[name].trim()).length > most ? t('found.tooLong', { most }) : undefined
  const nameError = tooLong('name', MAX_NAME_BYTES)
  const purposeError = tooLong('purpose', MAX_PURPOSE_BYTES)
  const placeError = tooLong('place', MAX_PLACE_BYTES)
  const reason = whatIsMissing()
  const names = new Intl.DisplayNames(language, { type: 'language' })
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === undefined && !isPending) void onFound(charter)
      }}
    >
      <p className="text-soft">{t('found.text')}</p>
      <Field
        label={t('found.name')}
        hint={t('found.nameHint')}
        value={charter.name}
        onChange={set('name')}
        error={nameError}
      />
      <TextField
        label={t('found.purpose')}
        hint={t('found.purposeHint')}
        rows={3}
        value={charter.purpose}
        onChange={set('purpose')}
        error={purposeError}
      />
      <Field
        label={t('found.place')}
        hint={t('found.placeHint')}
        value={charter.place}
        onChange={set('place')}
        error={placeError}
      />
      <Select label={t('found.language')} value={charter.language} onChange={set('language')}>
        <option value="">{t('found.noLanguage')}</option>
        {LANGUAGE_TAGS.map((tag) => (
          <option key={tag} value={tag}>
            {names.of(tag)}
          </option>
        ))}
      </Select>
      <ErrorNotice error={error} />
      <Button type="submit" pending={isPending && t('found.pending')} reason={reason}>
        {t('found.submit')}
      </Button>
    </form>
  )

  function whatIsMissing() {
    if (charter.name.trim() === '') return t('found.noName')
    if (charter.purpose.trim() === '') return t('found.noPurpose')
    return nameError ?? purposeError ?? placeError
  }
}

// Those spoken by most people, and those of Europe.
const LANGUAGE_TAGS = [
  'ar',
  'bg',
  'bn',
  'ca',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'es',
  'et',
  'eu',
  'fa',
  'fi',
  'fr',
  'ga',
  'gl',
  'he',
  'hi',
  'hr',
  'hu',
  'id',
  'is',
  'it',
  'ja',
  'ko',
  'lt',
  'lv',
  'mk',
  'mt',
  'nb',
  'nl',
  'pl',
  'pt',
  'ro',
  'ru',
  'sk',
  'sl',
  'sq',
  'sr',
  'sv',
  'sw',
  'ta',
  'tr',
  'uk',
  'ur',
  'vi',
  'zh',
] as const
