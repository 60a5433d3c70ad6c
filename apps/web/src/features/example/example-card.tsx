import { useTranslation } from 'react-i18next'
import { Card } from '../../ui/card.tsx'
import { StepInButton } from './step-in-button.tsx'
import { useExample } from './use-example.ts'

/** Invites strangers into the shoes of a few residents of the example. */
export const ExampleCard = () => {
  const { t } = useTranslation('example')
  const example = useExample()
  if (!example) return null
  return (
    <Card tone="forest" title={t('card.title')}>
      <p className="max-w-prose">{t('card.text')}</p>
      {!example.isFinished && <p className="max-w-prose text-soft">{t('card.beginning')}</p>}
      <ul className="grid gap-4 sm:grid-cols-3">
        {example.residents
          .filter(({ isSuggested }) => isSuggested)
          .map((resident) => (
            <li key={resident.owner} className="grid content-start gap-2">
              <p className="font-semibold">{resident.town}</p>
              <p className="min-h-10 text-soft text-sm">{resident.about}</p>
              <StepInButton resident={resident} />
            </li>
          ))}
      </ul>
      <p className="max-w-prose text-soft text-sm">{t('card.shared')}</p>
    </Card>
  )
}
