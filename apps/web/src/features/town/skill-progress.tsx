import { type MemberSkill, VALIDATING_RATES } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useSkillName } from '../../lib/use-skill-name.ts'

/** A skill of a member: its level, and how far it is on the way to validation. */
export const SkillProgress = ({ skill: { skill, level, validated, rates } }: { readonly skill: MemberSkill }) => {
  const { t } = useTranslation('towns')
  const nameOf = useSkillName()
  const progress = t('members.rates', { rates: String(rates), needed: String(VALIDATING_RATES) })
  return (
    <div className="grid gap-1 text-sm">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span>
          <span className="font-medium text-carrot">{nameOf(skill)}</span>{' '}
          <span className="text-soft">{t('members.level', { level: String(level) })}</span>
        </span>
        <span className={validated ? 'font-medium text-forest' : 'text-soft'}>
          {validated ? t('members.validated') : progress}
        </span>
      </p>
      {!validated && (
        // The sentence above says the same.
        <span aria-hidden="true" className="grid grid-cols-5 gap-1">
          {Array.from({ length: VALIDATING_RATES }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: five places that never change their order
            <span key={i} className={`h-1.5 rounded-full ${i < rates ? 'bg-carrot' : 'bg-line'}`} />
          ))}
        </span>
      )}
    </div>
  )
}
