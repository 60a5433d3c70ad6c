import { type Community, previewJoining, type SkillChoice } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'

type Carried = Parameters<typeof previewJoining>[0]['wallet']

/** What somebody with these skills has in credits after joining, what can be spent at once and what is kept back and why. */
export const CreditsPreview = ({
  community,
  skills,
  wallet,
  isShort,
}: {
  readonly community: Pick<Community, 'vault' | 'members'>
  readonly skills: readonly (SkillChoice & { readonly validated?: boolean })[]
  readonly wallet?: Carried
  /** Where there is little room: without the reasons. */
  readonly isShort?: boolean
}) => {
  const { t } = useTranslation('start')
  const { amount } = useFormats()
  const { balance, locked, spendable } = previewJoining({ community, skills, ...(wallet && { wallet }) })
  return (
    <div aria-live="polite" className="grid gap-1">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <strong className="text-3xl font-bold text-denim tabular-nums">{amount(balance)}</strong>
        <span>{t('credits.balance')}</span>
      </p>
      <p className="text-sm">{t(isShort ? 'credits.atOnce' : 'credits.spendable', { amount: amount(spendable) })}</p>
      {!isShort && locked > 0n && (
        <p className="text-sm text-soft">{t('credits.locked', { amount: amount(locked) })}</p>
      )}
    </div>
  )
}
