import { CREDIT, type SkillChoice, SUPPLY, TEMPLATES } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useSkillName, useTemplateName } from '../../lib/use-skill-name.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkillBadge } from '../../ui/skill-badge.tsx'
import { CreditsPreview } from './credits-preview.tsx'
import { SkillPicker } from './skill-picker.tsx'

type Draft = { readonly template: number; readonly skills: readonly SkillChoice[] }

/** A kind of town, and what one brings to it; the credits grow while one chooses. */
export const SkillsStep = ({
  template,
  skills,
  keepsSkills,
  isNewcomer,
  wanted,
  asked,
  onChange,
  onDone,
}: Draft & {
  readonly keepsSkills: boolean
  readonly isNewcomer: boolean
  readonly wanted: readonly number[]
  /** The one that is chosen because an invitation asked for it. */
  readonly asked: number | undefined
  readonly onChange: (draft: Draft) => void
  readonly onDone: () => void
}) => {
  const { t } = useTranslation('start')
  const templateName = useTemplateName()
  const skillName = useSkillName()
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (skills.length > 0) onDone()
      }}
    >
      <Card tone="carrot" title={t('skills.title')}>
        <fieldset className="grid gap-1">
          <legend className="mb-1 font-medium">{t('skills.template')}</legend>
          <div className="grid gap-2 sm:grid-cols-3">
            {Array.from({ length: TEMPLATES }, (_, id) => id).map((id) => (
              <label
                key={id}
                className="flex min-h-11 items-center gap-3 rounded-lg border border-edge px-3 py-2 has-checked:border-2 has-checked:border-carrot"
              >
                <input
                  type="radio"
                  name="template"
                  className="size-5 shrink-0"
                  checked={template === id}
                  onChange={() => onChange({ template: id, skills: [] })}
                />
                {templateName(id)}
              </label>
            ))}
          </div>
        </fieldset>
        {keepsSkills ? (
          <div className="grid gap-2">
            <p>{t('skills.kept')}</p>
            <p className="flex flex-wrap gap-2">
              {skills.map(({ skill, level }) => (
                <SkillBadge key={skill} skill={skill} level={level} />
              ))}
            </p>
          </div>
        ) : (
          <>
            {asked !== undefined && <Notice>{t('skills.asked', { skill: skillName(asked) })}</Notice>}
            <SkillPicker
              template={template}
              skills={skills}
              wanted={wanted}
              onChange={(chosen) => onChange({ template, skills: chosen })}
            />
          </>
        )}
      </Card>
      <div className="sticky bottom-[calc(var(--tabs)+0.5rem)] z-[5] flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-xl border border-line bg-card px-4 py-3 shadow-lg wide:bottom-4">
        {isNewcomer && skills.length > 0 && <CreditsPreview community={NEW_TOWN} skills={skills} isShort />}
        <Button type="submit" reason={skills.length === 0 ? t('skills.none') : undefined}>
          {t('skills.next')}
        </Button>
      </div>
    </form>
  )
}

/** A town that has all it can have, as long as no town is chosen. */
const NEW_TOWN = { vault: BigInt(SUPPLY) * CREDIT, members: 0 }
