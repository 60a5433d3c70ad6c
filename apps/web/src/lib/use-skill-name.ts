import { useTranslation } from 'react-i18next'
import type skillTexts from '../i18n/en/skills.json'

type SkillKey = keyof typeof skillTexts.skill
type TemplateKey = keyof typeof skillTexts.template
type GroupKey = keyof typeof skillTexts.group

/** Names of the catalogue in the present language, by id. */
export const useSkillName = () => {
  const { t } = useTranslation('skills')
  return (skill: number): string => t(`skill.${skill}` as `skill.${SkillKey}`)
}

export const useTemplateName = () => {
  const { t } = useTranslation('skills')
  return (template: number): string => t(`template.${template}` as `template.${TemplateKey}`)
}

/** @param group 0 … 2 within the template. */
export const useGroupName = () => {
  const { t } = useTranslation('skills')
  return (template: number, group: number): string => t(`group.${template * 3 + group}` as `group.${GroupKey}`)
}
