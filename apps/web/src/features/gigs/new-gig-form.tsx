import {
  gigCredits,
  MAX_DESCRIPTION,
  MAX_DURATION_DAYS,
  MAX_LEVEL,
  MAX_TITLE,
  previewGig,
  SKILLS_PER_TEMPLATE,
  skillValue,
  type Wallet,
} from '@distributed-town/sdk'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createGigFlow } from '../../flows/create-gig.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useGroupName, useSkillName } from '../../lib/use-skill-name.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, RangeField, Select, TextField } from '../../ui/field.tsx'
import { mentionedSkills } from './mentioned-skills.ts'
import { useGigPhrases } from './use-gig-phrases.ts'

const SKILLS_PER_GROUP = 4

/** What an offer says, and what it costs while one chooses. */
export const NewGigForm = ({ wallet, template }: { readonly wallet: Wallet; readonly template: number }) => {
  const { t } = useTranslation('gigs')
  const { language } = useFormats()
  const skillName = useSkillName()
  const groupName = useGroupName()
  const navigate = useNavigate()
  const form = useRef<HTMLFormElement>(null)
  const [title, setTitle] = useState('')
  const [description, setDescription] = useState('')
  const [skillText, setSkillText] = useState('')
  const [commitment, setCommitment] = useState(2)
  const [durationText, setDurationText] = useState('7')
  const [isChecked, setIsChecked] = useState(false)
  const flow = useFlow(createGigFlow)

  const skill = skillText === '' ? undefined : Number(skillText)
  const duration = Number(durationText)
  const isTitleWrong = title.trim() === '' || title.length > MAX_TITLE
  const isDescriptionWrong = description.length > MAX_DESCRIPTION
  const isDurationWrong = !Number.isInteger(duration) || duration < 1 || duration > MAX_DURATION_DAYS
  const isTooDear = skill !== undefined && previewGig({ skill, commitment, wallet }).missing > 0n

  const submit = async () => {
    setIsChecked(true)
    if (isTitleWrong || isDescriptionWrong || isDurationWrong || skill === undefined || isTooDear) {
      // After React has marked them.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    const created = await flow.run({
      title: title.trim(),
      description: description.trim(),
      skill,
      commitment,
      durationDays: duration,
      language,
    })
    if (created) await navigate({ to: '/gigs/$id', params: { id: String(created.gigId) } })
  }

  return (
    <form
      ref={form}
      noValidate
      className="grid gap-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] wide:items-start"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Card>
        <Field
          label={t('new.titleLabel')}
          hint={t('new.titleHint')}
          value={title}
          onChange={setTitle}
          maxLength={MAX_TITLE}
          error={isChecked && isTitleWrong ? t('new.fixTitle') : undefined}
        />
        <TextField
          label={t('new.description')}
          hint={t('new.descriptionHint')}
          rows={6}
          value={description}
          onChange={setDescription}
          error={isDescriptionWrong ? t('new.fixDescription') : undefined}
        />
        <Select
          label={t('new.skill')}
          hint={t('new.skillHint')}
          value={skillText}
          onChange={setSkillText}
          error={isChecked && skill === undefined ? t('new.fixSkill') : undefined}
        >
          <option value="">{t('new.chooseSkill')}</option>
          {groupsOf(template).map(({ group, skills }) => (
            <optgroup key={group} label={groupName(template, group)}>
              {skills.map((id) => (
                <option key={id} value={id}>
                  {t('new.skillValue', { skill: skillName(id), value: skillValue(id) })}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
        <SplitHint text={`${title}\n${description}`} skill={skill} template={template} />
        <RangeField
          label={t('new.commitment')}
          hint={t('new.commitmentHint')}
          min={1}
          max={MAX_LEVEL}
          value={commitment}
          onChange={setCommitment}
        />
        <Field
          label={t('new.duration')}
          hint={t('new.durationHint')}
          type="number"
          inputMode="numeric"
          min={1}
          max={MAX_DURATION_DAYS}
          value={durationText}
          onChange={setDurationText}
          error={isDurationWrong && (isChecked || durationText !== '') ? t('new.fixDuration') : undefined}
        />
      </Card>
      <Price wallet={wallet} skill={skill} commitment={commitment}>
        <ErrorNotice error={flow.error} />
        <Button
          type="submit"
          wide
          pending={flow.isPending && (flow.step === 'keys' ? t('new.steps.keys') : t('new.steps.offer'))}
          reason={isTooDear ? t('new.tooDear') : undefined}
        >
          {t('new.submit')}
        </Button>
      </Price>
    </form>
  )
}

/** Advice where work needs more than one skill. */
const SplitHint = ({
  text,
  skill,
  template,
}: {
  readonly text: string
  readonly skill: number | undefined
  readonly template: number
}) => {
  const { t } = useTranslation('gigs')
  const { language } = useFormats()
  const skillName = useSkillName()
  const names = new Map(groupsOf(template).flatMap(({ skills }) => skills.map((id) => [id, skillName(id)] as const)))
  const others = skill === undefined ? [] : mentionedSkills({ text, names }).filter((id) => id !== skill)
  const listed = new Intl.ListFormat(language).format(others.map(skillName))
  return (
    <p aria-live="polite" className={`text-sm ${others.length > 0 ? 'font-medium' : 'text-soft'}`}>
      {others.length > 0 ? t('new.splitFound', { skills: listed }) : t('new.split')}
    </p>
  )
}

const Price = ({
  wallet,
  skill,
  commitment,
  children,
}: {
  readonly wallet: Wallet
  readonly skill: number | undefined
  readonly commitment: number
  readonly children: ReactNode
}) => {
  const { t } = useTranslation('gigs')
  const { amount } = useFormats()
  const phrases = useGigPhrases()
  const id = useId()
  const preview = skill === undefined ? undefined : previewGig({ skill, commitment, wallet })
  const most = skill === undefined ? 0 : Number(wallet.spendable / gigCredits({ skill, commitment: 1 }))
  const held = wallet.balance - wallet.spendable
  return (
    <section
      aria-labelledby={id}
      className="grid content-start gap-3 rounded-xl border border-t-4 border-line border-t-burgundy bg-card p-4 wide:sticky wide:top-6"
    >
      <h2 id={id} className="text-lg font-semibold">
        {t('new.price')}
      </h2>
      <div aria-live="polite" className="grid gap-2">
        {preview && skill !== undefined ? (
          <>
            <p className="text-2xl font-bold tabular-nums">{phrases.credits(preview.credits)}</p>
            <p className="text-soft">{t('new.formula', { commitment, value: skillValue(skill) })}</p>
            <p className={preview.missing > 0n ? 'font-semibold text-alizarin' : ''}>
              {preview.missing > 0n
                ? t('new.missing', { missing: amount(preview.missing) })
                : t('new.remains', {
                    amount: amount(preview.spendableAfter),
                    spendable: amount(wallet.spendable),
                  })}
            </p>
            {preview.missing > 0n && most > 0 && <p>{t('new.affordable', { most })}</p>}
            {preview.missing > 0n && held > 0n && (
              <p className="text-soft">{t('new.locked', { locked: amount(held) })}</p>
            )}
          </>
        ) : (
          <p className="text-soft">{t('new.priceLater', { spendable: amount(wallet.spendable) })}</p>
        )}
      </div>
      <p className="text-sm text-soft">{t('new.escrow')}</p>
      {children}
    </section>
  )
}

const groupsOf = (template: number) =>
  Array.from({ length: SKILLS_PER_TEMPLATE / SKILLS_PER_GROUP }, (_, group) => ({
    group,
    skills: Array.from(
      { length: SKILLS_PER_GROUP },
      (_, i) => template * SKILLS_PER_TEMPLATE + group * SKILLS_PER_GROUP + i,
    ),
  }))
