import type { ExampleResident } from '@distributed-town/sdk'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../session/session-context.ts'
import { Button, type ButtonLook } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'

/** Makes this browser act as a resident of the example, and goes to their town. */
export const StepInButton = ({
  resident: { owner, name },
  look = 'plain',
}: {
  readonly resident: ExampleResident
  readonly look?: ButtonLook
}) => {
  const { t } = useTranslation('example')
  const { stepIn } = useSession()
  const navigate = useNavigate()
  const [isPending, setIsPending] = useState(false)
  const [error, setError] = useState<unknown>()
  const press = async () => {
    setIsPending(true)
    setError(undefined)
    try {
      await stepIn(owner)
      await navigate({ to: '/town' })
    } catch (caught) {
      setError(caught)
    } finally {
      setIsPending(false)
    }
  }
  return (
    <div className="grid gap-2">
      <div>
        <Button look={look} pending={isPending && t('stepping')} onPress={() => void press()}>
          {t('stepIn', { name })}
        </Button>
      </div>
      <ErrorNotice error={error} />
    </div>
  )
}
