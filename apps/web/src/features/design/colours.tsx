import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { COLOURS } from '../../ui/colours.ts'
import { contrastOf, type Rgb } from '../../ui/contrast.ts'

type Colour = (typeof COLOURS)[number]

/** The colours of the theme around it, and what their contrast is. */
export const Colours = () => (
  <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3">
    {COLOURS.map((colour) => (
      <Swatch key={colour.token} colour={colour} />
    ))}
  </ul>
)

const Swatch = ({ colour: { token, on, least } }: { readonly colour: Colour }) => {
  const { t, i18n } = useTranslation('design')
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 })
  const swatch = useRef<HTMLSpanElement>(null)
  const [contrasts, setContrasts] = useState<readonly number[]>([])
  useEffect(() => {
    const { current } = swatch
    if (current) setContrasts(on.map((ground) => contrastOf(colourOf(current, token), colourOf(current, ground))))
  }, [token, on])
  return (
    <li className="grid content-start gap-1 text-sm">
      <span
        ref={swatch}
        className="h-10 rounded-lg border border-line"
        style={{ background: `var(--${token})`, color: 'white' }}
      />
      <code>{token}</code>
      {on.map((ground, i) => (
        <span key={ground} className="text-soft">
          {t('contrast', { ground, value: number.format(contrasts[i] ?? 0), least: number.format(least) })}
        </span>
      ))}
    </li>
  )
}

/** As the browser sees it there. */
const colourOf = (place: HTMLElement, token: string): Rgb => {
  const probe = document.createElement('span')
  probe.style.color = token === 'white' ? token : `var(--${token})`
  place.append(probe)
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map(Number)
  probe.remove()
  return [red, green, blue]
}
