import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { LazyOutboxNotice } from '../outbox/lazy-outbox-notice.tsx'
import { Button } from './button.tsx'

/** A native modal dialog. Escape and the button close it; mount it to open. */
export const Dialog = ({
  title,
  onClose,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}) => {
  const { t } = useTranslation()
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    if (dialog && !dialog.open) dialog.showModal()
  }, [])
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onClose={onClose}
      className="m-auto w-[min(36rem,calc(100vw-2rem))] rounded-xl border border-line bg-card p-4 text-ink backdrop:bg-black/50"
    >
      <div className="grid gap-4">
        <div className="flex items-start justify-between gap-4">
          <h2 id={id} className="text-xl font-bold">
            {title}
          </h2>
          <div className="-my-2 shrink-0">
            <Button look="quiet" onPress={() => ref.current?.close()}>
              {t('close')}
            </Button>
          </div>
        </div>
        {children}
        {/* The page's own is behind the dialog. */}
        <LazyOutboxNotice />
      </div>
    </dialog>
  )
}
