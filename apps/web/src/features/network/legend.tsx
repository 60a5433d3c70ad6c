import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { templates } from '../../lib/skills.ts'
import { useTemplateName } from '../../lib/use-skill-name.ts'
import { landmarkAt, type Place } from './drawing.ts'

/** What the signs on the map mean. */
export const Legend = () => {
  const { t } = useTranslation('network')
  const templateName = useTemplateName()
  return (
    <ul className="network-legend flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
      {templates.map(({ id }) => {
        const { left, right, roofLeft, roofRight } = landmarkAt(SAMPLE, 24, id)
        return (
          <Item key={id} text={templateName(id)}>
            <g className={`network-${id}`}>
              <path className="network-wall-left" d={left} />
              <path className="network-wall-right" d={right} />
              <path className="network-roof-right" d={roofRight} />
              <path className="network-roof-left" d={roofLeft} />
            </g>
          </Item>
        )
      })}
      <Item text={t('legend.founding')}>
        <g className="network-founding">
          <ellipse className="network-ground network-sample" rx="9" ry="5.6" />
        </g>
      </Item>
      <Item text={t('legend.full')}>
        <g className="network-full">
          <ellipse className="network-ground network-sample" rx="9" ry="5.6" />
        </g>
      </Item>
      <Item text={t('legend.beacon')}>
        <path className="network-flame network-sample" d="M0 -10Q7 -2 4 4Q0 9 -4 4Q-7 -2 0 -10Z" />
      </Item>
      <Item text={t('legend.road')}>
        <path className="network-road network-sample" strokeWidth="3" d="M-9 5Q-2 -8 9 -4" />
      </Item>
    </ul>
  )
}

const SAMPLE: Place = { at: { x: 0, y: 3 }, scale: 0.17 }

const Item = ({ text, children }: { readonly text: string; readonly children: ReactNode }) => (
  <li className="flex items-center gap-1.5">
    <svg aria-hidden="true" viewBox="-12 -12 24 24" className="size-6 shrink-0">
      {children}
    </svg>
    {text}
  </li>
)
