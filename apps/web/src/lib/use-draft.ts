import { useEffect, useState } from 'react'

/**
 * State of a form that outlives a reload of the page, until the tab is closed. Never for secrets.
 * @param isValid Whether what was kept is a draft of this version of the form.
 */
export const useDraft = <Draft>(key: string, initial: Draft, isValid: (kept: unknown) => kept is Draft) => {
  const [draft, setDraft] = useState<Draft>(() => read(key, isValid) ?? initial)
  useEffect(() => sessionStorage.setItem(`draft/${key}`, JSON.stringify(draft)), [key, draft])
  return [draft, setDraft] as const
}

const read = <Draft>(key: string, isValid: (kept: unknown) => kept is Draft): Draft | undefined => {
  const text = sessionStorage.getItem(`draft/${key}`)
  if (text === null) return undefined
  try {
    const kept: unknown = JSON.parse(text)
    return isValid(kept) ? kept : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
