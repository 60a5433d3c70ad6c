import { readFileSync } from 'node:fs'
import type { Scenery } from '../scenery/scenery.ts'

const SOURCE = new URL('../../apps/web/src/routes.tsx', import.meta.url)

/** The parts of the Town Hall, of which each has a tab. */
export const HALL_PARTS = ['skills', 'pulse', 'members', 'founding', 'treasury', 'history'] as const

/** The paths of all pages as the web app declares them, and one that is none. */
export const readRoutes = (): readonly string[] => {
  const source = readFileSync(SOURCE, 'utf8')
  const paths = [...source.matchAll(/^ {2}path: '(.+)',$/gm)].map(([, path = '']) => path)
  const declared = source.match(/= createRoute\(/g)?.length
  if (paths.length !== declared) throw new Error(`routes.tsx declares ${declared} routes, ${paths.length} were read`)
  return [...paths, '/nowhere']
}

/** Addresses of a page that is declared: for one with an id, of the scenery. */
export const addressesOf = (route: string, { towns, gigs }: Pick<Scenery, 'towns' | 'gigs'>): readonly string[] => {
  if (!route.includes('$')) return [route]
  switch (route) {
    case '/towns/$id':
      return [towns.lively, towns.full].map((id) => `/towns/${id}`)
    case '/towns/$id/hall':
      return HALL_PARTS.map((part) => `/towns/${towns.lively}/hall?part=${part}`)
    case '/gigs/$id':
      return Object.values(gigs).map((id) => `/gigs/${id}`)
    default:
      throw new Error(`nobody says what is at ${route}`)
  }
}
