import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decodePicture } from './decode-picture.ts'

/** Looks for a code in a picture that somebody chose; phones offer the camera here too. */
export const PictureInput = ({ onText }: { readonly onText: (text: string) => void }) => {
  const { t } = useTranslation('scan')
  const id = useId()
  const [state, setState] = useState<'idle' | 'reading' | 'none' | 'unreadable'>('idle')

  const read = async (file: File) => {
    setState('reading')
    try {
      const text = await decodePicture(file)
      if (text === undefined) return setState('none')
      setState('idle')
      onText(text)
    } catch {
      // The browser opens no such file as a picture.
      setState('unreadable')
    }
  }

  const problem = state === 'none' || state === 'unreadable' ? state : undefined
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {t('picture.label')}
      </label>
      <input
        id={id}
        type="file"
        accept="image/*"
        aria-describedby={`${id}-state`}
        aria-invalid={problem !== undefined}
        className="min-h-11 w-full rounded-lg border border-edge bg-card p-2"
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) void read(file)
          // The same file can be chosen again.
          target.value = ''
        }}
      />
      <p id={`${id}-state`} aria-live="polite" className="text-sm empty:hidden">
        {state === 'reading' && t('picture.reading')}
        {problem && <span className="font-medium text-alizarin">{t(`picture.${problem}`)}</span>}
      </p>
    </div>
  )
}
