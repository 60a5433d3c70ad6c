import { useTranslation } from 'react-i18next'

// The steps that pages use, and no others. Written out whole, as Tailwind finds them by reading.

const TYPE = [
  { size: 'text-xs', of: 'xs' },
  { size: 'text-sm', of: 'sm' },
  { size: 'text-base', of: 'base' },
  { size: 'text-lg font-semibold', of: 'lg' },
  { size: 'text-2xl font-bold', of: 'xl2' },
  { size: 'text-3xl font-bold', of: 'xl3' },
] as const

export const TypeScale = () => {
  const { t } = useTranslation('design')
  return (
    <ul className="grid gap-1">
      {TYPE.map(({ size, of }) => (
        <li key={size} className={size}>
          {t(`type.${of}`)}
        </li>
      ))}
    </ul>
  )
}

const SPACES = [
  { width: 'w-1', of: 'words' },
  { width: 'w-2', of: 'lines' },
  { width: 'w-3', of: 'parts' },
  { width: 'w-4', of: 'cards' },
] as const

export const Spaces = () => {
  const { t } = useTranslation('design')
  return (
    <ul className="grid gap-1 text-sm">
      {SPACES.map(({ width, of }) => (
        <li key={width} className="flex items-center gap-3">
          <span className="w-4">
            <span className={`block h-4 bg-denim ${width}`} />
          </span>
          {t(`space.${of}`)}
        </li>
      ))}
    </ul>
  )
}

const CORNERS = [
  { corner: 'rounded-lg', of: 'control' },
  { corner: 'rounded-xl', of: 'card' },
  { corner: 'rounded-full', of: 'badge' },
] as const

export const Corners = () => {
  const { t } = useTranslation('design')
  return (
    <ul className="flex flex-wrap gap-3 text-sm">
      {CORNERS.map(({ corner, of }) => (
        <li key={corner} className={`border border-edge bg-card px-4 py-2 ${corner}`}>
          {t(`corner.${of}`)}
        </li>
      ))}
    </ul>
  )
}
