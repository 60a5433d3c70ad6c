import { memo } from 'react'
import { useGroupName, useTemplateName } from '../../lib/use-skill-name.ts'
import '../../ui/drawing/labels.css'
import { FLAT, radiusOf } from './drawing.ts'
import { arcOf } from './ground.tsx'
import { LETTERS, shortName } from './labels.ts'
import { LANDS, nameOf, RADIUS } from './lands.ts'
import type { MapTown } from './map-town.ts'

/** Names are as large on every screen and at every enlargement. Links and list say more, so this is for the eye only. */
export const MapLabels = memo(
  ({
    towns,
    labelled,
    size,
    unit,
  }: {
    readonly towns: readonly MapTown[]
    /** Ids of those that bear their names. */
    readonly labelled: ReadonlySet<number>
    readonly size: number
    /** Pixels that a unit of the drawing is. */
    readonly unit: number
  }) => {
    const templateName = useTemplateName()
    const groupName = useGroupName()
    // Small islands have room for their own name only.
    const hasQuarters = RADIUS * unit > 150
    return (
      // biome-ignore lint/a11y/noAriaHiddenOnFocusable: text that nothing can focus
      <g aria-hidden="true" className="drawing-labels" fontSize={LETTERS / unit} strokeWidth={3.5 / unit}>
        {LANDS.map((_, template) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a template is its number
          <g key={template} className="network-regions">
            <text {...nameOf(template)} className="network-region" fontSize={13 / unit}>
              {templateName(template)}
            </text>
            {hasQuarters &&
              [0, 1, 2].map((group) => {
                const id = `network-arc-${template}-${group}`
                return (
                  <g key={group}>
                    <path id={id} fill="none" stroke="none" d={arcOf(template, group, group === 2 ? 76 : 62)} />
                    <text className="network-quarter-name">
                      <textPath href={`#${id}`} startOffset="50%">
                        {groupName(template, group)}
                      </textPath>
                    </text>
                  </g>
                )
              })}
          </g>
        ))}
        {towns.map(
          ({ town: { id, name, members }, at }) =>
            labelled.has(id) && (
              <text key={id} x={at.x} y={at.y + size * radiusOf(members) * FLAT + LETTERS / unit}>
                {shortName(name)}
              </text>
            ),
        )}
      </g>
    )
  },
)
