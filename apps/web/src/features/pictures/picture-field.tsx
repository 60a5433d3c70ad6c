import { MAX_ALT } from '@distributed-town/sdk'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useObjectUrl } from '../../lib/pictures/use-attachment.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field } from '../../ui/field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { ChosenPicture, PictureChoice } from './use-picture-choice.ts'

/** Chooses pictures and asks what each shows. */
export const PictureField = ({
  label,
  choice,
  most,
  isChecked,
}: {
  readonly label: string
  readonly choice: PictureChoice
  readonly most: number
  /** Whether somebody tried to send it already. */
  readonly isChecked: boolean
}) => {
  const { t } = useTranslation('pictures')
  const id = useId()
  const isFull = most > 1 && choice.pictures.length >= most
  return (
    <div className="grid gap-2">
      {choice.pictures.length > 0 && (
        <ul className="grid gap-3">
          {choice.pictures.map((picture) => (
            <li key={picture.id}>
              <Chosen picture={picture} choice={choice} isChecked={isChecked} />
            </li>
          ))}
        </ul>
      )}
      <ErrorNotice error={choice.error} />
      {choice.isPreparing && <Spinner label={t('preparing')} />}
      {isFull ? (
        <p className="text-sm text-soft">{t('full', { count: most })}</p>
      ) : (
        <div>
          <input
            id={id}
            type="file"
            accept="image/*"
            multiple={most > 1}
            aria-describedby={`${id}-hint`}
            className="peer sr-only"
            onChange={({ target }) => {
              void choice.add([...(target.files ?? [])])
              // The same file can be chosen again.
              target.value = ''
            }}
          />
          <label
            htmlFor={id}
            className="inline-flex min-h-11 cursor-pointer items-center gap-2 rounded-lg border border-edge bg-card px-4 py-2 font-semibold hover:border-denim peer-focus-visible:outline-3 peer-focus-visible:outline-denim peer-focus-visible:outline-offset-2"
          >
            <PictureMark />
            {label}
          </label>
          <p id={`${id}-hint`} className="mt-1 text-sm text-soft">
            {t('hint')}
          </p>
        </div>
      )}
    </div>
  )
}

const Chosen = ({
  picture,
  choice,
  isChecked,
}: {
  readonly picture: ChosenPicture
  readonly choice: PictureChoice
  readonly isChecked: boolean
}) => {
  const { t } = useTranslation('pictures')
  const url = useObjectUrl(picture.blob)
  return (
    <div className="grid grid-cols-[5rem_minmax(0,1fr)] items-start gap-3 rounded-lg border border-line p-3">
      {/* What it shows is being asked for beside it. */}
      <img src={url} alt="" className="size-20 rounded-md bg-page object-cover" />
      <div className="grid gap-1">
        <Field
          label={t('alt')}
          hint={t('altHint')}
          value={picture.alt}
          maxLength={MAX_ALT}
          onChange={(alt) => choice.describe(picture.id, alt)}
          error={isChecked && picture.alt.trim() === '' ? t('altMissing') : undefined}
        />
        <Button look="quiet" onPress={() => choice.remove(picture.id)}>
          {t('remove')}
        </Button>
      </div>
    </div>
  )
}

const PictureMark = () => (
  <svg aria-hidden="true" viewBox="0 0 24 24" className="size-5 shrink-0 fill-none stroke-2 stroke-current">
    <path d="M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5" strokeLinejoin="round" />
    <circle cx="15.5" cy="9.5" r="1.5" />
  </svg>
)
