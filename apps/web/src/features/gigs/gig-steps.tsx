import type { Gig } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { Steps } from '../../ui/steps.tsx'

const WAY = ['offered', 'taken', 'submitted', 'completed', 'rated'] as const

/** How far a gig has come, in words. What ended another way shows the steps it took, and the end. */
export const GigSteps = ({ gig }: { readonly gig: Pick<Gig, 'state'> }) => {
  const { t } = useTranslation('gigs')
  const { steps, current } = wayOf(gig)
  return <Steps label={t('steps.label')} steps={steps.map((step) => t(`steps.${step}`))} current={current} />
}

type Step = (typeof WAY)[number] | 'cancelled' | 'settled' | 'disputed'

const wayOf = ({ state }: Pick<Gig, 'state'>): { readonly steps: readonly Step[]; readonly current: number } => {
  switch (state) {
    case 'None':
    case 'Proposed':
    case 'Open':
    case 'Taking':
      return { steps: WAY, current: 0 }
    case 'Taken':
      return { steps: WAY, current: 1 }
    case 'Submitted':
    case 'Completing':
      return { steps: WAY, current: 2 }
    case 'Completed':
      return { steps: WAY, current: 3 }
    case 'Rated':
      return { steps: WAY, current: 4 }
    case 'Cancelled':
      return { steps: ['offered', 'cancelled'], current: 1 }
    case 'Settled':
      return { steps: ['offered', 'taken', 'submitted', 'settled'], current: 3 }
    case 'Disputed':
      return { steps: ['offered', 'taken', 'submitted', 'disputed'], current: 3 }
    default:
      return state satisfies never
  }
}
