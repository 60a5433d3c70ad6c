import { getBackup, getWallet, parseBackup, type Town, TownError } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFlow } from '../../lib/use-flow.ts'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field } from '../../ui/field.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'

type Way = 'file' | 'node'

/** Opens an identity by its backup file, or by the backup that this node keeps. */
export const OpenExisting = ({ title }: { readonly title?: string }) => {
  const { t } = useTranslation('start')
  const { open } = useSession()
  const [way, setWay] = useState<Way>('file')
  const [file, setFile] = useState<File>()
  const [number, setNumber] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const flow = useFlow<void, void>({
    run: async ({ town }) => {
      const backup = way === 'file' ? parseBackup((await file?.text()) ?? '') : await findBackup(town, number.trim())
      await open(backup, passphrase)
    },
  })
  const reason = whatIsMissing()
  return (
    <Card title={title}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason === undefined) void flow.run()
        }}
      >
        <fieldset className="grid gap-1">
          <legend className="mb-1 font-medium">{t('existing.from')}</legend>
          {(['file', 'node'] as const).map((key) => (
            <label key={key} className="flex min-h-11 items-center gap-3">
              <input
                type="radio"
                name="way"
                className="size-5"
                checked={way === key}
                onChange={() => {
                  setWay(key)
                  flow.reset()
                }}
              />
              {t(`existing.${key}`)}
            </label>
          ))}
        </fieldset>
        {way === 'file' ? (
          <label className="grid gap-1 font-medium">
            {t('existing.choose')}
            <input
              type="file"
              accept="application/json,.json"
              className="min-h-11 w-full rounded-lg border border-edge bg-card p-2 font-normal"
              onChange={(event) => setFile(event.target.files?.[0])}
            />
          </label>
        ) : (
          <Field
            label={t('existing.number')}
            hint={t('existing.numberHint')}
            value={number}
            onChange={setNumber}
            autoComplete="username"
            autoCapitalize="off"
            spellCheck={false}
          />
        )}
        <Field
          label={t('existing.passphrase')}
          type="password"
          autoComplete="current-password"
          value={passphrase}
          onChange={setPassphrase}
        />
        {flow.isPending && <ProgressBar label={t('existing.working')} />}
        <ErrorNotice error={flow.error} />
        <Button type="submit" pending={flow.isPending && t('existing.pending')} reason={reason}>
          {t('existing.submit')}
        </Button>
      </form>
    </Card>
  )

  function whatIsMissing() {
    if (way === 'file' && !file) return t('existing.noFile')
    if (way === 'node' && !WALLET.test(number.trim())) return t('existing.noNumber')
    return passphrase === '' ? t('existing.noPassphrase') : undefined
  }
}

/** The number of a Skill Wallet, or the address of its owner. */
const WALLET = /^(\d{1,10}|0x[0-9a-fA-F]{40})$/

const findBackup = async (town: Town, wallet: string) => {
  if (wallet.startsWith('0x')) return getBackup(town, { address: wallet as `0x${string}` })
  const walletId = Number(wallet)
  if (walletId < 1) throw new TownError('INVALID_ID', { walletId })
  const { owner } = await getWallet(town, { walletId })
  return getBackup(town, { address: owner })
}
