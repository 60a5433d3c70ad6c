import { serializeBackup } from '@distributed-town/sdk'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveBackupFlow } from '../../flows/save-backup.ts'
import { saveFile } from '../../lib/save-file.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'

/** The new key: kept on this device and on the node, and offered as a file. */
export const KeptStep = ({ onDone }: { readonly onDone: () => void }) => {
  const { t } = useTranslation(['start', 'common'])
  const { backup } = useSession()
  const { run, isDone, isPending, error } = useFlow(saveBackupFlow)
  const [isSaved, setIsSaved] = useState(false)
  const hasRun = useRef(false)
  useEffect(() => {
    if (!backup || hasRun.current) return
    hasRun.current = true
    void run({ backup })
  })
  if (!backup) return null
  return (
    <Card tone="forest" title={t('kept.title')}>
      <p>{t('kept.text')}</p>
      <ul className="grid list-disc gap-1 pl-5" aria-live="polite">
        <li>{t('kept.device')}</li>
        {isPending && <li>{t('kept.nodePending')}</li>}
        {isDone && <li>{t('kept.node')}</li>}
        {isSaved && <li>{t('kept.file')}</li>}
      </ul>
      <ErrorNotice error={error}>
        <div>
          <Button look="plain" onPress={() => void run({ backup })}>
            {t('common:retry')}
          </Button>
        </div>
      </ErrorNotice>
      <div className="flex flex-wrap gap-3">
        <Button
          look="plain"
          onPress={() => {
            saveFile('skill-wallet.json', serializeBackup(backup), 'application/json')
            setIsSaved(true)
          }}
        >
          {t('kept.save')}
        </Button>
        <Button onPress={onDone}>{t('kept.next')}</Button>
      </div>
      <Disclosure look="quiet" summary={t('common:details')}>
        <p>{t('kept.address')}</p>
        <p className="font-mono select-all">{backup.address}</p>
      </Disclosure>
    </Card>
  )
}
