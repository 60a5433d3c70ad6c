import { type ReactNode, useEffect } from 'react'

/** A page: its one h1, one sentence under it, and its content. */
export const Page = ({
  title,
  lead,
  aside,
  children,
}: {
  readonly title: string
  readonly lead?: ReactNode
  /** Beside the title, such as a button. */
  readonly aside?: ReactNode
  readonly children?: ReactNode
}) => {
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <div className="grid gap-4">
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-1">
          <h1 className="text-2xl font-bold text-balance">{title}</h1>
          {lead && <p className="max-w-prose text-soft">{lead}</p>}
        </div>
        {aside}
      </header>
      {children}
    </div>
  )
}
