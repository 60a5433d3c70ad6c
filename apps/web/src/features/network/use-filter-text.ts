import { languageName } from '../../lib/language-name.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useSkillName, useTemplateName } from '../../lib/use-skill-name.ts'
import type { FilterName } from './filter.ts'
import type { NetworkFilter } from './search.ts'

/** A part of a filter in words. */
export const useFilterText = () => {
  const { language } = useFormats()
  const skillName = useSkillName()
  const templateName = useTemplateName()
  return (filter: NetworkFilter, name: FilterName): string => {
    switch (name) {
      case 'template':
        return filter.template === undefined ? '' : templateName(filter.template)
      case 'skill':
        return filter.skill === undefined ? '' : skillName(filter.skill)
      case 'language':
        return filter.language === undefined ? '' : languageName(filter.language, language)
      case 'q':
      case 'place':
        return filter[name] ?? ''
    }
  }
}
