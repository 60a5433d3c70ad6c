import { MAX_LEVEL, MAX_SKILLS, type SkillChoice, templates } from '@distributed-town/sdk'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useGroupName, useSkillName } from '../../lib/use-skill-name.ts'
import { RangeField } from '../../ui/field.tsx'

/** Level that a skill has as soon as it is chosen. */
export const FIRST_LEVEL = 3

/** One to three skills of a template with their levels. `fixed`: levels that stand already and are not chosen. */
export const SkillPicker = ({
  template,
  skills,
  wanted = [],
  fixed = new Map(),
  onChange,
}: {
  readonly template: number
  readonly skills: readonly SkillChoice[]
  /** Skills that a town looks for: marked. */
  readonly wanted?: readonly number[]
  readonly fixed?: ReadonlyMap<number, number>
  readonly onChange: (skills: readonly SkillChoice[]) => void
}) => {
  const { t } = useTranslation('start')
  const id = useId()
  const nameOf = useSkillName()
  const groupName = useGroupName()
  const isFull = skills.length >= MAX_SKILLS
  const groups = templates[template]?.groups ?? []
  const toggle = (skill: number, isChosen: boolean) =>
    onChange(
      isChosen
        ? [...skills, { skill, level: fixed.get(skill) ?? FIRST_LEVEL }]
        : skills.filter((choice) => choice.skill !== skill),
    )
  return (
    <div className="grid gap-4">
      <p id={`${id}-full`} aria-live="polite" className="text-sm text-soft">
        {isFull ? t('skills.full') : t('skills.choose')}
      </p>
      {groups.map((group) => (
        <fieldset key={group.id}>
          <legend className="pb-1 font-medium">
            {t('skills.group', { name: groupName(template, group.id), value: group.value })}
          </legend>
          <div className="grid gap-x-4 rounded-lg border border-line p-2 sm:grid-cols-2">
            {group.skills.map(({ id: skill }) => {
              const choice = skills.find((one) => one.skill === skill)
              return (
                <div key={skill} className={choice ? 'grid gap-1 rounded-lg bg-carrot/10 px-2 pb-2' : 'px-2'}>
                  <label className="flex min-h-11 items-center gap-3 py-1">
                    <input
                      type="checkbox"
                      className="size-5 shrink-0"
                      checked={choice !== undefined}
                      aria-disabled={!choice && isFull}
                      aria-describedby={`${id}-full`}
                      onChange={(event) => {
                        if (choice || !isFull) toggle(skill, event.target.checked)
                      }}
                    />
                    <span className={!choice && isFull ? 'text-soft' : ''}>{nameOf(skill)}</span>
                    {wanted.includes(skill) && (
                      <span className="shrink-0 rounded-full bg-lemon px-2 text-xs font-semibold text-black">
                        {t('skills.wanted')}
                      </span>
                    )}
                  </label>
                  {choice &&
                    (fixed.has(skill) ? (
                      <p className="text-sm text-soft">{t('skills.stands', { level: choice.level })}</p>
                    ) : (
                      <RangeField
                        label={t('skills.level', { skill: nameOf(skill) })}
                        value={choice.level}
                        min={1}
                        max={MAX_LEVEL}
                        onChange={(level) =>
                          onChange(skills.map((one) => (one.skill === skill ? { skill, level } : one)))
                        }
                      />
                    ))}
                </div>
              )
            })}
          </div>
        </fieldset>
      ))}
    </div>
  )
}
