import { encodeWalletCode, type Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTown } from '../../lib/town-context.ts'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { CodeCard } from '../scan/code-card.tsx'

/** The own Skill Wallet as a code for others to scan. */
export const WalletCodeCard = ({ wallet: { id, owner } }: { readonly wallet: Pick<Wallet, 'id' | 'owner'> }) => {
  const { t } = useTranslation('wallet')
  const town = useTown()
  const { data: config, error } = useQuery({ queryKey: ['config'], queryFn: town.config, staleTime: Infinity })
  return (
    <Card tone="denim" title={t('code.title')}>
      {error && <ErrorNotice error={error} />}
      {!config && !error && <Spinner label={t('loading')} />}
      {config && (
        <CodeCard
          code={encodeWalletCode({ chainId: config.chainId, walletId: id, address: owner })}
          what={t('code.explain')}
        />
      )}
    </Card>
  )
}
