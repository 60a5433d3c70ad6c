import type { StatementItem } from '@distributed-town/sdk'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { communityQuery, walletGigsQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'
import { useMemberName } from '../town/use-member-name.ts'

/** The entries of the own statement in words. */
export const useStatementWords = (walletId: number, items: readonly StatementItem[]) => {
  const { t } = useTranslation('wallet')
  const town = useTown()
  const { wallet } = useSession()
  const communityId = wallet?.communityId ?? undefined
  const { nameOf } = useMemberName(communityId)
  const { data: gigs } = useQuery(walletGigsQuery(town, walletId))
  const ids = [...new Set(items.map((item) => item.communityId))]
  const communities = useQueries({ queries: ids.map((id) => communityQuery(town, id)) }).flatMap(
    ({ data }) => data ?? [],
  )
  const roster = communities.find(({ id }) => id === communityId)?.roster ?? []
  const byWallet = (id: number) => nameOf(roster.find((member) => member.walletId === id) ?? { walletId: id })

  const partyOf = ({ counterparty }: Pick<StatementItem, 'counterparty'>): string =>
    typeof counterparty === 'number' ? byWallet(counterparty) : t(`statement.parties.${counterparty}`)

  const wordsOf = (item: StatementItem): string => {
    switch (item.kind) {
      case 'transfer':
        return t(item.amount < 0n ? 'statement.kinds.transferOut' : 'statement.kinds.transferIn', {
          name: partyOf(item),
        })
      case 'payment': {
        const creator = gigs?.asTaker.find(({ id }) => id === item.gigId)?.creator
        return creator === undefined
          ? t('statement.kinds.payment')
          : t('statement.kinds.paymentFrom', { name: byWallet(creator) })
      }
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
