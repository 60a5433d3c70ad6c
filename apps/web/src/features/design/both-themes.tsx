import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

const THEMES = [
  { theme: 'light', look: 'day' },
  { theme: 'dark', look: 'night' },
] as const

/** One subject, once in each theme, side by side where there is room. */
export const BothThemes = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  const { t } = useTranslation('design')
  return (
    <section className="grid gap-2">
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="grid gap-3 lg:grid-cols-2">
        {THEMES.map(({ theme, look }) => (
          <div key={theme} className={`${look} grid content-start gap-3 rounded-xl bg-page p-4 text-ink`}>
            <p className="text-sm text-soft">{t(theme)}</p>
            {children}
          </div>
        ))}
      </div>
    </section>
  )
}
