import { type CommunityHistoryItem, CREDIT, FAIR_SHARE } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../lib/use-formats.ts'
import { useNames } from '../../gigs/use-names.ts'

/** What happened in a town, in words. @param items What is told, so that the names are known. */
export const useHistorySentence = (communityId: number, items: readonly CommunityHistoryItem[]) => {
  const { t } = useTranslation('towns')
  const formats = useFormats()
  const { nameOf } = useNames(
    communityId,
    items.flatMap((item) => ('walletId' in item ? (item.walletId ?? []) : [])),
  )
  return (item: CommunityHistoryItem): string => {
    switch (item.type) {
      case 'founded':
        return t('history.founded', { name: nameOf(item.walletId) })
      case 'joined':
        return joined(item)
      case 'left':
        return t('history.left', { name: nameOf(item.walletId), amount: formats.amount(item.returned) })
      case 'score': {
        const score = formats.score(item.score)
        return item.walletId === null
          ? t('history.score', { cause: t(`score.causes.${item.cause}`), score })
          : t(`history.scores.${item.cause}`, { name: nameOf(item.walletId), score })
      }
      case 'round':
        return t('history.round')
      case 'distribution':
        return t('history.distribution', {
          goal: formats.amount(BigInt(FAIR_SHARE) * CREDIT),
          amount: formats.amount(item.returned),
        })
      case 'release':
        return t('history.release', { release: String(item.release) })
    }
  }

  function joined({ walletId, unlocked, granted }: Extract<CommunityHistoryItem, { type: 'joined' }>): string {
    const named = { name: nameOf(walletId) }
    if (unlocked === 0n && granted === 0n) return t('history.joinedPlain', named)
    if (unlocked === 0n) return t('history.joined', { ...named, amount: formats.amount(granted) })
    if (granted === 0n) return t('history.joinedUnlocked', { ...named, amount: formats.amount(unlocked) })
    const amounts = { amount: formats.amount(unlocked), granted: formats.amount(granted) }
    return t('history.joinedUnlockedGranted', { ...named, ...amounts })
  }
}
