import { Drawing, type DrawingSize } from './drawing.tsx'

const PATHS = {
  town: 'M3 11l5-4 5 4v9H3zM13 9l4-3 4 3v11h-8M7 20v-4h2v4',
  gigs: 'M4 10h16M5 10v10h14V10M4 10l2-6h12l2 6M10 20v-6h4v6',
  scan: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M8 8h3v3H8zM13 13h3v3h-3zM13 8h3M8 14v2',
  wallet: 'M4 7h15a1 1 0 0 1 1 1v11H5a1 1 0 0 1-1-1zM4 7l11-3v3M16 13h1',
  settings:
    'M4 7h9M18 7h2M4 17h2M11 17h9M13 7a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M6 17a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0',
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  check: 'M5 12.5l5 5L19 7',
} as const

export type IconName = keyof typeof PATHS

export const ICONS = Object.keys(PATHS) as readonly IconName[]

/** What one does, or where one goes. */
export const Icon = ({ name, size }: { readonly name: IconName; readonly size?: DrawingSize | undefined }) => (
  <Drawing path={PATHS[name]} size={size} />
)
