import { Link, useLocation, useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { Icon } from './icons/icon.tsx'

/** A page: its one h1, one sentence under it, and its content. */
export const Page = ({
  title,
  lead,
  back,
  aside,
  children,
}: {
  readonly title: string
  readonly lead?: ReactNode
  /** The page one level up. */
  readonly back?: { readonly to: '/gigs' | '/towns' | '/town' | '/wallet' | (string & {}); readonly label: string }
  /** Beside the title, such as a button. */
  readonly aside?: ReactNode
  readonly children?: ReactNode
}) => {
  const router = useRouter()
  const isFromList = useLocation({ select: ({ state }) => state.isFromList === true })
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <div className="grid gap-4">
      <header className="grid">
        {back && (
          <Link
            to={back.to}
            onClick={(event) => {
              if (!isFromList || event.metaKey || event.ctrlKey) return
              // To the same place of the same list.
              event.preventDefault()
              router.history.back()
            }}
            className="-mt-2 inline-flex min-h-11 max-w-full items-center gap-1.5 justify-self-start text-sm text-denim no-underline hover:underline print:hidden"
          >
            <Icon name="back" size="small" />
            <span dir="auto" className="truncate">
              {back.label}
            </span>
          </Link>
        )}
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="grid min-w-0 gap-1">
            <h1 dir="auto" tabIndex={-1} className="text-2xl font-bold text-balance">
              {title}
            </h1>
            {lead && <p className="max-w-prose text-soft">{lead}</p>}
          </div>
          {aside}
        </div>
      </header>
      {children}
    </div>
  )
}
