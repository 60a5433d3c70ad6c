import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { QrCode } from './qr-code.tsx'
import { scanLink } from './scan-link.ts'

/** A code to show: large, with words on what it does, to copy and to share as a link. */
export const CodeCard = ({ code, what }: { readonly code: string; readonly what: string }) => {
  const { t } = useTranslation('scan')
  const [result, setResult] = useState<'copied' | 'copyFailed' | 'shared'>()
  const text = useRef<HTMLTextAreaElement>(null)
  const details = useRef<HTMLDetailsElement>(null)
  const id = useId()
  const link = scanLink(location.origin, code)

  const copy = async (content: string) => {
    try {
      await navigator.clipboard.writeText(content)
      setResult('copied')
    } catch {
      // Not allowed, or not offered where the connection is not secure: the text can be copied by hand.
      if (details.current) details.current.open = true
      text.current?.select()
      setResult('copyFailed')
    }
  }

  const share = async () => {
    try {
      await navigator.share({ text: what, url: link })
      setResult('shared')
    } catch (error) {
      // Closing the list of programs is no failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) await copy(link)
    }
  }

  const canShare = 'share' in navigator
  return (
    <div className="grid justify-items-center gap-3">
      <QrCode text={code} label={t('qr.label', { what })} />
      <p className="max-w-prose text-center">{what}</p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button look="plain" onPress={() => void copy(code)}>
          {t('qr.copy')}
        </Button>
        <Button look="plain" onPress={() => void (canShare ? share() : copy(link))}>
          {canShare ? t('qr.share') : t('qr.copyLink')}
        </Button>
      </div>
      <p aria-live="polite" className="text-sm text-soft empty:hidden">
        {result && t(`qr.${result}`)}
      </p>
      <Disclosure ref={details} look="quiet" summary={t('qr.text')}>
        <label htmlFor={id} className="sr-only">
          {t('qr.text')}
        </label>
        <textarea
          id={id}
          ref={text}
          readOnly
          rows={5}
          value={code}
          className="w-full rounded-lg border border-edge bg-card p-2 font-mono text-sm break-all"
          onFocus={(event) => event.target.select()}
        />
      </Disclosure>
    </div>
  )
}
