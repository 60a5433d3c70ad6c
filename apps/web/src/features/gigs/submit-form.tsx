import { MAX_ATTACHMENTS, MAX_WORK } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { submitGigFlow } from '../../flows/submit-gig.ts'
import type { UploadProgress as Progress } from '../../flows/upload-pictures.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { PictureField } from '../pictures/picture-field.tsx'
import { UploadProgress } from '../pictures/upload-progress.tsx'
import { areDescribed, usePictureChoice } from '../pictures/use-picture-choice.ts'

/** The taker tells what was done, with pictures of it, and hands it in. */
export const SubmitForm = ({ gigId, onDone }: { readonly gigId: bigint; readonly onDone: () => void }) => {
  const { t } = useTranslation(['gigs', 'pictures'])
  const [text, setText] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const [progress, setProgress] = useState<Progress>()
  const choice = usePictureChoice({ most: MAX_ATTACHMENTS })
  const flow = useFlow(submitGigFlow)
  const isWrong = text.trim() === '' || text.length > MAX_WORK
  const submit = async () => {
    setIsChecked(true)
    if (isWrong || !areDescribed(choice)) return
    const { pictures } = choice
    if (await flow.run({ gigId, text, pictures, onProgress: setProgress })) onDone()
  }
  return (
    <form
      className="grid gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextField
        label={t('gigs:submit.label')}
        hint={t('gigs:submit.hint')}
        value={text}
        onChange={setText}
        error={isChecked && isWrong ? t('gigs:submit.fix') : undefined}
      />
      <PictureField label={t('pictures:add')} choice={choice} most={MAX_ATTACHMENTS} isChecked={isChecked} />
      {flow.step === 'pictures' && progress && <UploadProgress progress={progress} count={choice.pictures.length} />}
      <ErrorNotice error={flow.error} />
      <div>
        <Button
          type="submit"
          pending={
            flow.isPending && (flow.step === 'keys' ? t('gigs:submit.steps.keys') : t('gigs:submit.steps.submit'))
          }
        >
          {t('gigs:act.submit')}
        </Button>
      </div>
    </form>
  )
}
