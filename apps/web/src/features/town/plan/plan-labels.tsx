import { useTranslation } from 'react-i18next'
import { FRAME } from './layout.ts'
import { project } from './projection.ts'
import type { Size } from './view.ts'

/** Pixels of the screen. */
const LETTERS = 11.5

const LABELS = [
  { key: 'townHall', at: { x: -4.55, y: -4.55, z: 5.45 } },
  { key: 'bank', at: { x: -4.15, y: 5.85 } },
  { key: 'postOffice', at: { x: 5.75, y: -3.75 } },
  { key: 'workshop', at: { x: 5.25, y: 7.75 } },
  { key: 'station', at: { x: 8.15, y: 5.15, z: -0.2 } },
] as const

/** Names of the public buildings, as large on every screen and at every enlargement. Their links say more, so this is for the eye only. */
export const PlanLabels = ({ scale, size }: { readonly scale: number; readonly size: Size }) => {
  const { t } = useTranslation('plan')
  const unit = Math.min(size.width / FRAME[2], size.height / FRAME[3]) * scale
  if (unit === 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: text that nothing can focus
    <g aria-hidden="true" className="plan-labels" fontSize={LETTERS / unit}>
      {LABELS.map(({ key, at }) => {
        const { x, y } = project(at)
        return (
          <text key={key} x={x} y={y} strokeWidth={4 / unit}>
            {t(`label.${key}`)}
          </text>
        )
      })}
    </g>
  )
}
