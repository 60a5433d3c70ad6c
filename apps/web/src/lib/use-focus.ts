import { useRouter } from '@tanstack/react-router'
import { type RefObject, useEffect } from 'react'

/** Keeps the focus of the keyboard where people are: at the heading of a page they came to, near a control that is gone. */
export const useFocus = (main: RefObject<HTMLElement | null>): void => {
  useHeadingFocus(main)
  useKeptFocus(main)
}

const useHeadingFocus = (main: RefObject<HTMLElement | null>) => {
  const router = useRouter()
  useEffect(() => {
    let stopWaiting: (() => void) | undefined
    const stopHearing = router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
      // A document that is loaded begins at its top by itself.
      if (!fromLocation || !pathChanged || !main.current) return
      stopWaiting?.()
      stopWaiting = focusHeading(main.current)
    })
    return () => {
      stopHearing()
      stopWaiting?.()
    }
  }, [router, main])
}

/** Puts the focus at the heading, once there is one: texts of a page may still be on their way. @returns what ends the waiting. */
const focusHeading = (main: HTMLElement): (() => void) => {
  const observer = new MutationObserver(() => tryNow())
  const tryNow = () => {
    const heading = [...main.querySelectorAll('h1')].find(isSeen)
    if (!heading) return
    observer.disconnect()
    heading.focus({ preventScroll: true })
  }
  observer.observe(main, CHANGES)
  tryNow()
  return () => observer.disconnect()
}

/** When what has the focus goes away, such as a button whose act is done, browsers put the focus nowhere. */
const useKeptFocus = (main: RefObject<HTMLElement | null>) => {
  useEffect(() => {
    const root = main.current
    if (!root) return
    /** What had the focus last and all around it, from the inside. */
    let last: readonly HTMLElement[] = []
    const remember = ({ target }: FocusEvent) => {
      last = target instanceof HTMLElement ? pathTo(root, target) : []
    }
    const forget = () => {
      // Somebody clicked beside it: then it is still there.
      setTimeout(() => {
        if (isNowhere() && last[0] && isSeen(last[0])) last = []
      })
    }
    const mend = () => {
      if (last[0] === undefined || !isNowhere() || isSeen(last[0])) return
      const near = last.find((element) => element.matches(PARTS) && isSeen(element))
      if (near && near !== root) focusPart(near)
      else focusHeading(root)
    }
    const observer = new MutationObserver(mend)
    observer.observe(root, CHANGES)
    root.addEventListener('focusin', remember)
    root.addEventListener('focusout', forget)
    return () => {
      observer.disconnect()
      root.removeEventListener('focusin', remember)
      root.removeEventListener('focusout', forget)
    }
  }, [main])
}

/** Of what is there, and of what is shown. */
const CHANGES: MutationObserverInit = {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ['style', 'hidden'],
}

/** What can be told as a place. */
const PARTS = 'section, article, form, li, dialog, main'

const pathTo = (root: HTMLElement, element: HTMLElement): readonly HTMLElement[] =>
  element === root || !element.parentElement ? [element] : [element, ...pathTo(root, element.parentElement)]

const isNowhere = () => document.activeElement === null || document.activeElement === document.body

const isSeen = (element: HTMLElement) => element.isConnected && element.getClientRects().length > 0

const focusPart = (part: HTMLElement) => {
  if (!part.hasAttribute('tabindex')) {
    part.tabIndex = -1
    part.addEventListener('blur', () => part.removeAttribute('tabindex'), { once: true })
  }
  part.focus({ preventScroll: true })
}
