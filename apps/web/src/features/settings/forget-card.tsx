import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { BackupActions } from './backup-actions.tsx'

/** Removes the identity from this device, after a word about what that means. */
export const ForgetCard = () => {
  const { t } = useTranslation('settings')
  const { forget } = useSession()
  const [isAsking, setIsAsking] = useState(false)
  return (
    <Card title={t('forget.title')}>
      <p className="text-soft">{t('forget.text')}</p>
      <div>
        <Button look="danger" onPress={() => setIsAsking(true)}>
          {t('forget.act')}
        </Button>
      </div>
      {isAsking && (
        <Dialog title={t('forget.title')} onClose={() => setIsAsking(false)}>
          <p>{t('forget.consequence')}</p>
          <BackupActions />
          <Button look="danger" onPress={() => void forget()}>
            {t('forget.confirm')}
          </Button>
        </Dialog>
      )}
    </Card>
  )
}
