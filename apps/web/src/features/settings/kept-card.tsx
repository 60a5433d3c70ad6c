import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useOffline } from '../../offline/offline-context.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'

/** What this device keeps to be read without the node, and the way to be rid of it. Nothing where it keeps none. */
export const KeptCard = () => {
  const { t } = useTranslation('settings')
  const { pages } = useOffline()
  const { data: count, refetch } = useQuery({
    queryKey: ['kept-answers'],
    queryFn: async () => (await pages.countKept()) ?? null,
    // It grows with every page.
    gcTime: 0,
  })
  if (count == null) return null
  const forget = async () => {
    await pages.forget()
    await refetch()
  }
  return (
    <Card title={t('kept.title')}>
      <p className="text-soft">{t('kept.text')}</p>
      <p aria-live="polite">{count === 0 ? t('kept.none') : t('kept.count', { count })}</p>
      {count > 0 && (
        <div>
          <Button look="plain" onPress={() => void forget()}>
            {t('kept.delete')}
          </Button>
        </div>
      )}
    </Card>
  )
}
