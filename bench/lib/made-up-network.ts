import {
  coverage,
  MAX_MEMBERS,
  MAX_SKILLS,
  MIN_MEMBERS,
  type NetworkTown,
  SKILLS_PER_TEMPLATE,
  scoreOf,
  skillCounts,
  TEMPLATES,
} from '@distributed-town/protocol'

// A network that was never lived in, for measuring and looking at how it is drawn.

const FIRST = 'Lime Elm Mill River Harbour Garden North South Old New Bell Bridge Meadow Orchard Stone Well'.split(' ')
const SECOND = 'Street Court Yard Hill Row Gate Square Field Corner Lane Close Green Wharf Terrace'.split(' ')
const OTHERS = [
  'Kunsthof am Kanal',
  'Borgo dei Mestieri',
  'Ateliers du Nord',
  'Мост',
  '庭の町',
  'حي الليمون',
  'Παλιό Λιμάνι',
]
const PLACES =
  'Bologna Torino Milano Napoli Palermo Lyon Nantes Berlin Leipzig Wien Graz Basel Gent Utrecht Malmö Bergen Porto Sevilla Bristol Leeds Cork Kraków Brno Ljubljana Αθήνα 京都 Nairobi Recife Montréal Oakland'.split(
    ' ',
  )
const LANGUAGES = ['en', 'en', 'it', 'it', 'de', 'fr', 'es', 'pt', 'nl', 'pl', 'el', 'ja', 'sw', '']
const WHO = ['Neighbours', 'Families', 'Students', 'Retired people', 'Makers', 'Musicians', 'Gardeners', 'Programmers']
const WHAT = [
  'share tools and time',
  'repair what is broken',
  'cook for each other',
  'teach what they know',
  'keep an eye on the children',
]
const WHERE = [
  'around the old mill',
  'in three streets by the river',
  'in one large house',
  'between the station and the park',
  'wherever they are',
]

/** The same numbers for the same seed. */
const createRandom = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** So many towns: some full, some just founded, each with a few skills that are its own. */
export const makeNetwork = ({ towns, seed = 1 }: { readonly towns: number; readonly seed?: number }): NetworkTown[] => {
  const random = createRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item
  return Array.from({ length: towns }, (_, i) => {
    const members = random(9) === 0 ? MAX_MEMBERS : random(5) === 0 ? 1 + random(3) : 3 + random(20)
    const own = Array.from({ length: 1 + random(3) }, () => random(SKILLS_PER_TEMPLATE))
    const width = 2 + random(SKILLS_PER_TEMPLATE - 2)
    const skillOf = () => (random(3) === 0 ? (pick(own) + random(width)) % SKILLS_PER_TEMPLATE : pick(own))
    const counts = skillCounts(
      Array.from({ length: members }, () => [...new Set(Array.from({ length: 1 + random(MAX_SKILLS) }, skillOf))]),
    )
    const active = members >= MIN_MEMBERS
    const template = [0, 0, 1, 2, 0, 1][random(6)] ?? i % TEMPLATES
    return {
      id: i + 1,
      template,
      name:
        random(12) === 0 ? `${pick(OTHERS)} ${i + 1}` : `${pick(FIRST)} ${pick(SECOND)}${i < 40 ? '' : ` ${i + 1}`}`,
      purpose: `${pick(WHO)} who ${pick(WHAT)} and ${pick(WHAT)} ${pick(WHERE)}.`,
      place: random(8) === 0 ? '' : pick(PLACES),
      language: pick(LANGUAGES),
      members,
      active,
      founding: members < 6 || random(4) === 0,
      score: active ? scoreOf({ ...coverage(counts), members }) : null,
      skillCounts: [...counts],
    }
  })
}
