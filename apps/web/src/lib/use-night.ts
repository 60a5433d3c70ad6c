import { useEffect, useState } from 'react'

const EVERY_MS = 60_000
const SUNRISE = 6
const SUNSET = 20

/** Whether it is night at an hour of the day. */
export const isNight = (hour: number): boolean => hour < SUNRISE || hour >= SUNSET

/** Whether it is night where the reader is. */
export const useNight = (): boolean => {
  const [night, setNight] = useState(() => isNight(new Date().getHours()))
  useEffect(() => {
    const timer = setInterval(() => setNight(isNight(new Date().getHours())), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return night
}
