import type { StatementItem } from '@distributed-town/sdk'
import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { communityQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'
import { useNames } from '../gigs/use-names.ts'

/** The entries of the own statement in words. */
export const useStatementWords = (items: readonly StatementItem[]) => {
  const { t } = useTranslation('wallet')
  const town = useTown()
  const { wallet } = useSession()
  const communityId = wallet?.communityId ?? undefined
  const ids = [...new Set(items.map((item) => item.communityId))]
  const communities = useQueries({ queries: ids.map((id) => communityQuery(town, id)) }).flatMap(
    ({ data }) => data ?? [],
  )
  const isHere = (item: Pick<StatementItem, 'communityId'>) => item.communityId === communityId
  const { nameOf } = useNames(
    communityId,
    items.flatMap((item) => (isHere(item) && typeof item.counterparty === 'number' ? item.counterparty : [])),
  )

  const partyOf = (item: Pick<StatementItem, 'counterparty' | 'communityId'>): string => {
    const { counterparty } = item
    if (typeof counterparty !== 'number') return t(`statement.parties.${counterparty}`)
    // Names of another town are not told here.
    return isHere(item) ? nameOf(counterparty) : t('statement.parties.wallet', { id: String(counterparty) })
  }

  const wordsOf = (item: StatementItem): string => {
    switch (item.kind) {
      case 'transfer':
        return t(item.amount < 0n ? 'statement.kinds.transferOut' : 'statement.kinds.transferIn', {
          name: partyOf(item),
        })
      case 'payment':
        return t('statement.kinds.paymentFrom', { name: partyOf(item) })
      default:
        return t(`statement.kinds.${item.kind}`)
    }
  }

  return {
    partyOf,
    wordsOf,
    townOf: (item: StatementItem): string => communities.find(({ id }) => id === item.communityId)?.name ?? '',
    /** Whether the entries are of more than one town. */
    hasTowns: ids.length > 1,
  }
}
