import type { i18n } from 'i18next'
import { createEngine, type Texts } from './engine.ts'
import { isolate } from './isolate.ts'

export const LANGUAGES = ['en', 'it'] as const
export type Language = (typeof LANGUAGES)[number]

const STORAGE_KEY = 'language'

// A chunk for each language and namespace, loaded by the page that needs it.
const texts = import.meta.glob<{ readonly default: Texts }>('./*/*.json')

/** Starts the translations in the language chosen before, else in that of the browser. */
export const createTranslations = async (): Promise<i18n> => {
  const kept = LANGUAGES.find((language) => language === localStorage.getItem(STORAGE_KEY))
  const instance = await createEngine({
    language: kept ?? preferred(navigator.languages),
    load: readTexts,
    namespaces: ['common'],
    // React escapes; this keeps what people wrote from turning the sentence around it.
    guard: isolate,
  })
  const mark = (language: string) => {
    document.documentElement.lang = language
  }
  mark(instance.language)
  instance.on('languageChanged', mark)
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

const readTexts = async (language: string, namespace: string): Promise<Texts> => {
  const load = texts[`./${language}/${namespace}.json`]
  if (!load) throw new Error(`no texts ${namespace} in ${language}`)
  return (await load()).default
}
