import { MAX_MEMBERS } from '@distributed-town/sdk'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useTemplateName } from '../../lib/use-skill-name.ts'
import type { MapTown } from './map-town.ts'

/** What a link on the map says of its town. The same function until the language changes: it is asked a thousand times. */
export const useTownSentence = () => {
  const { t } = useTranslation('network')
  const formats = useFormats()
  const templateName = useTemplateName()
  // biome-ignore lint/correctness/useExhaustiveDependencies: t changes with the language, and with it all others
  return useMemo(
    () =>
      ({ town: { name, template, members, score }, state, hasBeacon }: MapTown): string =>
        [
          t('town.is', {
            name,
            template: templateName(template),
            members: String(members),
            seats: String(MAX_MEMBERS),
          }),
          t(`town.${state}`),
          score !== null && t(hasBeacon ? 'town.beacon' : 'town.score', { score: formats.score(score) }),
        ]
          .filter(Boolean)
          .join(' '),
    [t],
  )
}
