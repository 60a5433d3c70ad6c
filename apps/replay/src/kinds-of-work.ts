import { skills } from '@distributed-town/sdk'

/** Everybody trades everyday work with neighbours, which is what the template Local Community is for. */
export const TEMPLATE = 0

/** Skills of a kind of work: what it is mostly, and what some do besides. */
export type Work = { readonly main: number; readonly besides: number }

const idOf = (name: string): number => {
  const found = skills.find((skill) => skill.name === name && skill.template === TEMPLATE)
  if (!found) throw new RangeError(`the template has no skill named ${name}`)
  return found.id
}

// Why each: the skill under which neighbours would look for this work.
const KINDS_OF_WORK: ReadonlyMap<string, Work> = new Map([
  // Growing things, and the hands that one hires for house and yard.
  ['Farming/Labour', { main: idOf('Gardening'), besides: idOf('Householding') }],
  // Cooked food and water, sold from the kitchen.
  ['Food/Water', { main: idOf('Cooking'), besides: idOf('Householding') }],
  // Buying, storing, keeping the books.
  ['Shop', { main: idOf('Administration & Management'), besides: idOf('Accounting') }],
  // Firewood, charcoal and paraffin keep a household going.
  ['Fuel/Energy', { main: idOf('Householding'), besides: idOf('Gardening') }],
  // Rides and errands: somebody comes along.
  ['Transport', { main: idOf('Company'), besides: idOf('Administration & Management') }],
  ['Education', { main: idOf('Teaching'), besides: idOf('Leadership & Public Speaking') }],
  // The treasurers of the neighbourhood.
  ['Savings Group', { main: idOf('Accounting'), besides: idOf('Leadership & Public Speaking') }],
  // Care at home.
  ['Health', { main: idOf('Company'), besides: idOf('Teaching') }],
  // Cleaning and planting what belongs to all.
  ['Environment', { main: idOf('Community Life'), besides: idOf('Gardening') }],
])

export const kindsOfWork: readonly string[] = [...KINDS_OF_WORK.keys()]

/** For kinds that the table doesn't know; they are counted. */
const FALLBACK: Work = { main: idOf('Community Life'), besides: idOf('Company') }

export const workOf = (business: string): Work & { readonly isKnown: boolean } => {
  const work = KINDS_OF_WORK.get(business)
  return { ...(work ?? FALLBACK), isKnown: work !== undefined }
}
