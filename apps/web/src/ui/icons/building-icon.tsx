import { Drawing, type DrawingSize } from './drawing.tsx'

const PATHS = {
  townHall: 'M3 20h18M5 20v-8h14v8M9 12V7l3-3 3 3v5M12 7.5V9l1 .5M9 20v-4h6v4',
  market:
    'M3 20h18M4 9l2-5h12l2 5M4 9a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0A2.7 2.7 0 0 0 20 9M6 12v8M18 12v8M6 16h12',
  workshop: 'M3 20h18M4 20V9l5 3V9l5 3V4h4l1 16M8 16h2M13 16h2',
  bank: 'M3 20h18M4 9l8-5 8 5zM6 9v8M10 9v8M14 9v8M18 9v8M4 17h16',
  postOffice: 'M3 20h18M5 20V9h14v11M5 9l7 6 7-6M12 9V3l5 1.5-5 1.5',
  station: 'M3 20h18M5 20V8h14v12M3 8l9-4 9 4M9 20v-6h6v6M11 10.5h2',
  house: 'M3 20h18M5 20v-9l7-6 7 6v9M10 20v-5h4v5M16 7V4',
} as const

export type Building = keyof typeof PATHS

export const BUILDINGS = Object.keys(PATHS) as readonly Building[]

/** A building of the town, apart from its street plan. */
export const BuildingIcon = ({ name, size }: { readonly name: Building; readonly size?: DrawingSize | undefined }) => (
  <Drawing path={PATHS[name]} size={size} />
)
