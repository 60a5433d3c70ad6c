import { isTownError, type TownErrorCode } from '@distributed-town/sdk'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Camera } from './camera.tsx'
import { CodeVerdict } from './code-verdict.tsx'
import { PictureInput } from './picture-input.tsx'
import { type ReadCode, readCode } from './read-code.ts'

/** Reads a code from the camera, a picture, pasted text or a link (/scan#…), and asks once what to do with it. */
export const ScanPage = () => {
  const { t } = useTranslation('scan')
  const navigate = useNavigate()
  const hash = useLocation({ select: (location) => location.hash })
  const [scanned, setScanned] = useState('')
  const input = scanned || hash

  const again = () => {
    setScanned('')
    void navigate({ to: '/scan', hash: '', replace: true })
  }

  if (input !== '') return <Result key={input} input={input} onAgain={again} onText={setScanned} />
  return (
    <Page title={t('title')} lead={t('intro')}>
      <Sources onText={setScanned} />
    </Page>
  )
}

const Sources = ({ onText }: { readonly onText: (text: string) => void }) => (
  <div className="grid gap-4 wide:grid-cols-2 wide:items-start">
    <Card>
      <Camera onText={onText} />
    </Card>
    <Card>
      <PictureInput onText={onText} />
      <PasteForm onText={onText} />
    </Card>
  </div>
)

const PasteForm = ({ onText }: { readonly onText: (text: string) => void }) => {
  const { t } = useTranslation('scan')
  const [text, setText] = useState('')
  const [isEmpty, setIsEmpty] = useState(false)
  return (
    <form
      className="grid gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setIsEmpty(text.trim() === '')
        if (text.trim() !== '') onText(text)
      }}
    >
      <TextField
        label={t('paste.label')}
        hint={t('paste.hint')}
        value={text}
        onChange={setText}
        error={isEmpty && text.trim() === '' ? t('paste.empty') : undefined}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
      />
      <Button type="submit" look="plain" wide>
        {t('paste.submit')}
      </Button>
    </form>
  )
}

const Result = ({
  input,
  onAgain,
  onText,
}: {
  readonly input: string
  readonly onAgain: () => void
  readonly onText: (text: string) => void
}) => {
  const { t } = useTranslation('scan')
  const read = tryRead(input)
  const heading = useRef<HTMLDivElement>(null)
  // Where the code came from is gone from the page: the focus goes to what it says.
  useEffect(() => heading.current?.focus(), [])
  const onNew = useCallback((text: string) => onText(text), [onText])
  if ('code' in read) {
    return (
      <div ref={heading} tabIndex={-1} className="grid gap-4 outline-none">
        <CodeVerdict read={read} />
        <div>
          <Button look="quiet" onPress={onAgain}>
            {t('again')}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <Page title={t('title')}>
      <Notice tone="bad" title={t('refusal.title')}>
        <p>{t(`refusal.${read.refusal}`)}</p>
      </Notice>
      <Sources onText={onNew} />
    </Page>
  )
}

type UnreadableCode = 'NOT_A_CODE' | 'CODE_VERSION' | 'CODE_KIND' | 'CODE_TRUNCATED' | 'CODE_ALTERED'

const tryRead = (input: string): ReadCode | { readonly refusal: UnreadableCode } => {
  try {
    return readCode(input)
  } catch (error) {
    if (!isTownError(error)) throw error
    return { refusal: REFUSALS.find((code) => code === error.code) ?? 'NOT_A_CODE' }
  }
}

const REFUSALS = [
  'NOT_A_CODE',
  'CODE_VERSION',
  'CODE_KIND',
  'CODE_TRUNCATED',
  'CODE_ALTERED',
] as const satisfies readonly TownErrorCode[]
