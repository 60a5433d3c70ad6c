import { MAX_WORK } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { submitGigFlow } from '../../flows/submit-gig.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextField } from '../../ui/field.tsx'

/** The taker tells what was done and hands it in. */
export const SubmitForm = ({ gigId, onDone }: { readonly gigId: bigint; readonly onDone: () => void }) => {
  const { t } = useTranslation('gigs')
  const [text, setText] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const flow = useFlow(submitGigFlow)
  const isWrong = text.trim() === '' || text.length > MAX_WORK
  const submit = async () => {
    setIsChecked(true)
    if (!isWrong && (await flow.run({ gigId, text }))) onDone()
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
        label={t('submit.label')}
        hint={t('submit.hint')}
        value={text}
        onChange={setText}
        error={isChecked && isWrong ? t('submit.fix') : undefined}
      />
      <ErrorNotice error={flow.error} />
      <div>
        <Button
          type="submit"
          pending={flow.isPending && (flow.step === 'keys' ? t('submit.steps.keys') : t('submit.steps.submit'))}
        >
          {t('act.submit')}
        </Button>
      </div>
    </form>
  )
}
