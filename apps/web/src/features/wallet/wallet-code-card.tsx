import { encodeWalletCode, type Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTown } from '../../lib/town-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { CodeCard } from '../scan/code-card.tsx'

/** The own Skill Wallet as a code for others to scan. */
export const WalletCodeCard = ({ wallet: { id, owner } }: { readonly wallet: Pick<Wallet, 'id' | 'owner'> }) => {
  const { t } = useTranslation('wallet')
  const town = useTown()
  // A phone has no room for it beside the rest.
  const [isOpen, setIsOpen] = useState(() => matchMedia('(min-width: 900px)').matches)
  const { data: config, error } = useQuery({ queryKey: ['config'], queryFn: town.config, staleTime: Infinity })
  return (
    <Card tone="denim" title={t('code.title')}>
      {error && <ErrorNotice error={error} />}
      {!config && !error && <Spinner label={t('loading')} />}
      {config && (
        <Disclosure summary={t('code.show')} open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
          <CodeCard
            code={encodeWalletCode({ chainId: config.chainId, walletId: id, address: owner })}
            what={t('code.explain')}
          />
        </Disclosure>
      )}
      <LinkButton to="/wallet/card" look="plain">
        {t('card.open')}
      </LinkButton>
    </Card>
  )
}
