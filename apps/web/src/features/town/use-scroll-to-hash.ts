import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Goes to the part of a page that a link leads to, which is there only now. */
export const useScrollToHash = (): void => {
  const hash = useLocation({ select: (location) => location.hash })
  useEffect(() => {
    if (hash === '') return
    const part = document.getElementById(hash)
    part?.scrollIntoView()
    part?.focus({ preventScroll: true })
  }, [hash])
}
