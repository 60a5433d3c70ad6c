import { useTranslation } from 'react-i18next'
import { project } from './projection.ts'
import '../../../ui/drawing/labels.css'

/** Pixels of the screen. */
const LETTERS = 11.5

const LABELS = [
  { key: 'townHall', at: { x: -4.55, y: -4.55, z: 5.45 } },
  { key: 'bank', at: { x: -3.75, y: 6.35 } },
  { key: 'postOffice', at: { x: 5.75, y: -3.75 }, isSite: true },
  { key: 'workshop', at: { x: 5.25, y: 7.75 }, isSite: true },
  { key: 'station', at: { x: 8.15, y: 5.15, z: -0.2 } },
] as const

/** Names of the public buildings, as large on every screen and at every enlargement. Their links say more, so this is for the eye only. */
export const PlanLabels = ({
  unit,
}: {
  /** Pixels that a unit of the drawing is. */
  readonly unit: number
}) => {
  const { t } = useTranslation('plan')
  if (unit === 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: text that nothing can focus
    <g aria-hidden="true" className="drawing-labels" fontSize={LETTERS / unit}>
      {LABELS.map(({ key, at, ...label }) => {
        const { x, y } = project(at)
        return (
          <text key={key} x={x} y={y} strokeWidth={4 / unit}>
            {t(`label.${key}`)}
            {'isSite' in label && (
              <tspan x={x} dy="1.15em" fontWeight="400" fontStyle="italic">
                {t('label.site')}
              </tspan>
            )}
          </text>
        )
      })}
    </g>
  )
}
