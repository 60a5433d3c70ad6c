import { serializeBackup } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveBackupFlow } from '../../flows/save-backup.ts'
import { saveFile } from '../../lib/save-file.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'

/** The encrypted key as a file, and whether the node keeps it too. */
export const BackupActions = ({ onSaved }: { readonly onSaved?: () => void }) => {
  const { t } = useTranslation('settings')
  const { backup, wallet, status } = useSession()
  const [isSaved, setIsSaved] = useState(false)
  const flow = useFlow(saveBackupFlow)
  if (!backup) return null
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-start gap-3">
        <Button
          look={isSaved ? 'plain' : 'primary'}
          onPress={() => {
            const name = wallet ? `skill-wallet-${wallet.id}.json` : 'skill-wallet.json'
            saveFile(name, serializeBackup(backup), 'application/json')
            setIsSaved(true)
            onSaved?.()
          }}
        >
          {t('backup.file')}
        </Button>
        <Button
          look="plain"
          pending={flow.isPending && t('backup.pending')}
          reason={status === 'open' ? undefined : t('backup.locked')}
          onPress={() => void flow.run({ backup })}
        >
          {t('backup.node')}
        </Button>
      </div>
      <p aria-live="polite" className="text-sm font-medium text-forest empty:hidden">
        {[isSaved && t('backup.fileDone'), flow.isDone && t('backup.nodeDone')].filter(Boolean).join(' ')}
      </p>
      <ErrorNotice error={flow.error} />
    </div>
  )
}
