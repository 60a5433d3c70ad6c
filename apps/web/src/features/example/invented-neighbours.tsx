import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { communityQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useExample } from './use-example.ts'

/** Tells whoever is about to join a town of the example what its neighbours are. */
export const InventedNeighbours = ({ communityId }: { readonly communityId: number }) => {
  const { t } = useTranslation('example')
  const town = useTown()
  const example = useExample()
  const { data: community } = useQuery({ ...communityQuery(town, communityId), enabled: example !== undefined })
  return community && example?.isHome(community) ? <p className="max-w-prose text-sm">{t('members')}</p> : null
}
