import { type Community, grantOf, previewSpendable, type SkillChoice, type Wallet } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeSkillsFlow } from '../../flows/change-skills.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkillPicker } from '../start/skill-picker.tsx'

/** Other active skills, with what the change moves before it is made. */
export const ChangeSkills = ({
  wallet,
  community,
  onDone,
}: {
  readonly wallet: Wallet
  readonly community: Community
  readonly onDone: () => void
}) => {
  const { t } = useTranslation('settings')
  const { amount, language } = useFormats()
  const nameOf = useSkillName()
  const flow = useFlow(changeSkillsFlow)
  const [skills, setSkills] = useState<readonly SkillChoice[]>(
    wallet.skills.map(({ skill, level }) => ({ skill, level })),
  )
  const before = new Map(wallet.skills.map((skill) => [skill.skill, skill]))
  const dropped = wallet.skills.filter(({ skill }) => !skills.some((one) => one.skill === skill))
  const isSame = dropped.length === 0 && skills.length === wallet.skills.length
  const change = grantOf(skills) - wallet.granted
  const after = previewSpendable({
    member: wallet,
    balance: wallet.balance + change > 0n ? wallet.balance + change : 0n,
    skills: skills.map(({ skill, level }) => {
      const known = before.get(skill)
      return { skill, level, validated: known?.validated ?? false, rates: known?.rates ?? 0 }
    }),
  })
  const save = async () => {
    const done = await flow.run({ communityId: community.id, skills })
    if (done) onDone()
  }
  return (
    <>
      <SkillPicker
        template={community.template}
        skills={skills}
        wanted={community.missingSkills}
        fixed={new Map(wallet.skills.map(({ skill, level }) => [skill, level]))}
        onChange={setSkills}
      />
      <div aria-live="polite" className="grid gap-1">
        <h3 className="font-semibold">{t('skills.consequences')}</h3>
        <ul className="grid list-disc gap-1 pl-5">
          {change > 0n && <li>{t('skills.gives', { amount: amount(change) })}</li>}
          {change < 0n && <li>{t('skills.takes', { amount: amount(-change) })}</li>}
          <li>{t('skills.spendable', { amount: amount(after.spendable) })}</li>
          {dropped.length > 0 && (
            <li>
              {t('skills.dropped', {
                names: new Intl.ListFormat(language).format(dropped.map(({ skill }) => nameOf(skill))),
              })}
            </li>
          )}
          <li>{t('skills.once')}</li>
        </ul>
      </div>
      <ErrorNotice error={flow.error} />
      <Button
        pending={flow.isPending && t('skills.pending')}
        reason={skills.length === 0 ? t('skills.none') : isSame ? t('skills.same') : undefined}
        onPress={() => void save()}
      >
        {t('skills.save')}
      </Button>
    </>
  )
}
