import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'

/** The link by which neighbours come to this town, to be copied. */
export const InvitationLink = ({
  communityId,
  skill,
}: {
  readonly communityId: number
  /** What the town looks for: who follows the link is told. */
  readonly skill?: number | undefined
}) => {
  const { t } = useTranslation('next')
  const [state, setState] = useState<'idle' | 'copied' | 'shown'>('idle')
  const link = `${location.origin}/start?town=${communityId}${skill === undefined ? '' : `&skill=${skill}`}`
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link)
      setState('copied')
    } catch {
      // Not allowed here: the link is shown, to be copied by hand.
      setState('shown')
    }
  }
  return (
    <div className="grid justify-items-start gap-2">
      <Button onPress={() => void copy()}>{t('invitation.copy')}</Button>
      <p aria-live="polite" className="text-sm text-soft">
        {state === 'copied' && t('invitation.copied')}
        {state === 'shown' && <span className="select-all font-mono">{link}</span>}
      </p>
    </div>
  )
}
