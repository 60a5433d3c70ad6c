import type { Community } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { type TownState, townStatesOf } from './town-state.ts'

/** The state of a town in sentences. */
export const TownStateText = ({
  community,
  isShort,
}: {
  readonly community: Pick<Community, 'active' | 'founding' | 'members' | 'score'>
  /** In lists. */
  readonly isShort?: boolean
}) => {
  const { t } = useTranslation('towns')
  const sentenceOf = (state: TownState): string => {
    switch (state.kind) {
      case 'beginning':
        return t('state.beginning', { count: state.count })
      case 'inactive':
        return t('state.inactive', { count: state.count })
      case 'founding':
        return t(isShort ? 'state.foundingShort' : 'state.founding')
      case 'full':
        return t('state.full')
      case 'active':
        return t('state.active')
    }
  }
  return (
    <div className={`grid gap-1 border-l-4 pl-3 text-sm ${community.active ? 'border-forest' : 'border-lemon'}`}>
      {townStatesOf(community).map((state) => (
        <p key={state.kind}>{sentenceOf(state)}</p>
      ))}
    </div>
  )
}
