import { useEffect, useState } from 'react'

const EVERY_MS = 60_000
const SUNRISE = 6
const MORNING = 8
const EVENING = 18
const SUNSET = 20

/** The light that a town lies in. */
export type Light = 'day' | 'dusk' | 'night'

/** The light at an hour of the day; the sun is low after it rises and before it sets. */
export const lightAt = (hour: number): Light => {
  if (hour < SUNRISE || hour >= SUNSET) return 'night'
  return hour < MORNING || hour >= EVENING ? 'dusk' : 'day'
}

/** The light where the reader is. */
export const useLight = (): Light => {
  const [light, setLight] = useState(() => lightAt(new Date().getHours()))
  useEffect(() => {
    const timer = setInterval(() => setLight(lightAt(new Date().getHours())), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return light
}
