import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { isolate } from './isolate.ts'

export const LANGUAGES = ['en', 'it'] as const
export type Language = (typeof LANGUAGES)[number]

const STORAGE_KEY = 'language'

// A chunk for each language and namespace, loaded by the page that needs it.
const texts = import.meta.glob<{ readonly default: object }>('./*/*.json')

/** Starts the translations in the language chosen before, else in that of the browser. */
export const createTranslations = async (): Promise<i18n> => {
  const instance = i18next.createInstance()
  instance.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await instance
    .use({ type: 'backend', read: readTexts })
    .use(initReactI18next)
    .init({
      lng: localStorage.getItem(STORAGE_KEY) ?? preferred(navigator.languages),
      supportedLngs: LANGUAGES,
      fallbackLng: false,
      ns: ['common', 'errors'],
      defaultNS: 'common',
      // Codes of errors have underscores.
      contextSeparator: '~',
      // React escapes; this keeps what people wrote from turning the sentence around it.
      interpolation: { escape: isolate },
    })
  return instance
}

export const changeLanguage = async (instance: i18n, language: Language): Promise<void> => {
  await instance.changeLanguage(language)
  localStorage.setItem(STORAGE_KEY, language)
}

export const preferred = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language)
    if (found) return found
  }
  return 'en'
}

const readTexts = (
  language: string,
  namespace: string,
  done: (error: unknown, texts: object | undefined) => void,
): void => {
  const load = texts[`./${language}/${namespace}.json`]
  if (!load) {
    done(new Error(`no texts ${namespace} in ${language}`), undefined)
    return
  }
  load().then(
    (module) => done(null, module.default),
    (error: unknown) => done(error, undefined),
  )
}
