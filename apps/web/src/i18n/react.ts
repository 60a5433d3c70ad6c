import type { i18n } from 'i18next'
import {
  cloneElement,
  createContext,
  createElement,
  Fragment,
  type FunctionComponent,
  type ReactElement,
  type ReactNode,
  use,
  useMemo,
  useSyncExternalStore,
} from 'react'

// Stands for react-i18next in the built app (vite.config.ts), whose types the pages are checked with: what they use of it, on engine.ts.

type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string

const I18nContext = createContext<i18n | undefined>(undefined)

export const I18nextProvider: FunctionComponent<{ readonly i18n: i18n; readonly children?: ReactNode }> = ({
  i18n: engine,
  children,
}) => createElement(I18nContext, { value: engine }, children)

/** Texts of the namespaces; waits (Suspense) until they are there. Keys without a namespace are of the first one. */
export const useTranslation = (namespace: string | readonly string[] = 'common') => {
  const engine = use(I18nContext)
  if (!engine) throw new Error('useTranslation outside of its provider')
  const language = useSyncExternalStore(
    (listener) => {
      engine.on('languageChanged', listener)
      return () => engine.off('languageChanged', listener)
    },
    () => engine.language,
  )
  const names = [namespace].flat()
  const key = names.join()
  const given = useMemo(() => {
    const t = engine.getFixedT(language, key.split(',')[0] as 'common') as unknown as Translate
    return { t, i18n: engine }
  }, [engine, language, key])
  if (!engine.hasLoadedNamespace(names)) throw engine.loadNamespaces(names)
  return given
}

/** A text with components in it, each where the text has `<name></name>`. */
export const Trans = ({
  t,
  i18nKey,
  components,
}: {
  readonly t: Translate
  readonly i18nKey: string
  readonly components: Readonly<Record<string, ReactElement>>
}): ReactNode =>
  createElement(
    Fragment,
    undefined,
    ...t(i18nKey)
      .split(/<(\w+)><\/\w+>/)
      .map((part, i) => {
        const component = components[part]
        return i % 2 === 1 && component ? cloneElement(component, { key: part }) : part
      }),
  )
