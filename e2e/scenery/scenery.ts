import { leave, requestGig, settleGig, type Town, writeComment } from '@distributed-town/sdk'
import type { TestNode } from '../../apps/node/test/node.ts'
import { createPerson, type Person, type Resident } from '../resident.ts'
import { askForChanges, complete, doGig, handIn, offerGig, rate, type Terms, takeGig, withdraw } from './gigs.ts'
import { LONG_NAME, LONG_TITLE, LONG_TOWN, MARKUP_TOWN, NAMES, RIGHT_TO_LEFT_TOWN } from './names.ts'
import { createNeighbourhood, DAY, type Neighbourhood, settleTown } from './neighbourhood.ts'

// Towns and people in every situation that the pages know, made by their acts on a real node. What was done long ago was done with the
// clock of the node turned back; in the end it is today.

const PAST_DAYS = 41

/** For the node that the scenery is built on. */
export const SCENERY_START = { ahead: -PAST_DAYS * DAY }

const [ENTERTAINMENT, LEADERSHIP, TEACHING, COMPANY, HOUSEHOLDING, GARDENING, COOKING] = [0, 3, 7, 8, 9, 10, 11]
const FIRST_SKILL_OF_ART = 12
const FIRST_SKILL_OF_TECH = 24

/** Who is looked over the shoulder. */
export type Situation =
  /** Has a key and no Skill Wallet yet. */
  | 'unfinished'
  /** Founded a town and waits for others. */
  | 'alone'
  | 'twoMembers'
  /** Of an active town whose members are not validated. */
  | 'founding'
  | 'validated'
  /** Did everything and waits for the fifth rating. */
  | 'waiting'
  /** Has to review, to rate, to answer a request. */
  | 'busy'
  /** Of a full town with names of all kinds. */
  | 'full'
  /** Left a town and carries its credits. */
  | 'homeless'

export type GigSituation =
  | 'open'
  | 'asked'
  | 'taken'
  | 'overdue'
  | 'submitted'
  | 'changes'
  | 'completed'
  | 'rated'
  | 'settled'
  | 'cancelled'
  | 'longest'

export type Scenery = {
  readonly people: Readonly<Record<Situation, Person>>
  readonly towns: Readonly<Record<'alone' | 'two' | 'founding' | 'lively' | 'full', number>>
  readonly gigs: Readonly<Record<GigSituation, bigint>>
  /** A code that can still be used: the request of somebody else for a gig of `busy`. */
  readonly code: string
  /** Closes the connections of its people. */
  readonly close: () => void
}

export const buildScenery = async (node: Pick<TestNode, 'url' | 'advance'>): Promise<Scenery> => {
  const neighbourhood = createNeighbourhood(node, { days: PAST_DAYS })
  const { town, reachToday } = neighbourhood
  const [street, alone, two, founding, full] = await Promise.all([
    settleStreet(town),
    settleTown(town, {
      charter: { template: 1, name: LONG_TOWN, purpose: 'To be alone for a while.', place: '', language: 'de' },
      people: [{ name: 'Nora', skills: [{ skill: FIRST_SKILL_OF_ART, level: 4 }] }],
    }),
    settleTown(town, {
      charter: { template: 2, name: MARKUP_TOWN, purpose: '<img src=x onerror=alert(1)> & more.', place: 'Mill Lane' },
      people: [
        { name: 'Omar', skills: [{ skill: FIRST_SKILL_OF_TECH, level: 6 }] },
        { name: 'Pia', skills: [{ skill: FIRST_SKILL_OF_TECH + 5, level: 3 }] },
      ],
    }),
    settleTown(town, {
      charter: {
        template: 0,
        name: 'Harbour Steps',
        purpose: 'Boats, nets and supper for whoever comes in from the sea.',
        place: 'Old harbour',
        language: 'en',
      },
      people: [
        { name: 'Rosa', skills: [{ skill: COOKING, level: 6 }] },
        { name: 'Sven', skills: [{ skill: TEACHING, level: 4 }] },
        { name: 'Tove', skills: [{ skill: COOKING, level: 2 }] },
      ],
    }),
    settleFull(town),
  ])
  const [ada, ben, cleo, dora, emil, fay, hugo, ida] = street.residents as Eight
  const people = { ada, ben, cleo, dora, emil, fay, hugo }
  await validate(neighbourhood, people)
  const { gigs, code } = await standInEveryState(neighbourhood, people)
  await leave(town, { identity: ida.identity })
  reachToday()
  return {
    people: {
      unfinished: createPerson(town, 'Una'),
      alone: first(alone.residents),
      twoMembers: first(two.residents),
      founding: first(founding.residents),
      validated: ben,
      waiting: emil,
      busy: cleo,
      full: first(full.residents),
      homeless: ida,
    },
    towns: {
      alone: alone.communityId,
      two: two.communityId,
      founding: founding.communityId,
      lively: street.communityId,
      full: full.communityId,
    },
    gigs,
    code,
    close: () => {
      for (const { residents } of [street, alone, two, founding, full]) {
        for (const { records } of residents) records.close()
      }
    },
  }
}

const first = <Item>([item]: readonly Item[]): Item => {
  if (item === undefined) throw new Error('nobody lives there')
  return item
}

/** Twenty-four members with names in all scripts. */
const settleFull = (town: Town) => {
  const names = [...NAMES, ...Array.from({ length: 24 - NAMES.length }, (_, i) => `Neighbour ${i + 1}`)]
  const [founder = LONG_NAME, ...others] = names
  const about = 'أحب الطبخ. I also <i>bake</i>.'
  const skillsOf = (i: number) => [{ skill: i % 12, level: 1 + (i % 10) }]
  return settleTown(town, {
    charter: {
      template: 0,
      name: RIGHT_TO_LEFT_TOWN,
      purpose: 'جيران يطبخون ويعلّمون معًا.',
      place: 'دمشق',
      language: 'ar',
    },
    people: [
      { name: founder, about, skills: skillsOf(0) },
      ...others.map((name, i) => ({ name, about, skills: skillsOf(i + 1) })),
    ],
  })
}

const settleStreet = (town: Town) =>
  settleTown(town, {
    charter: {
      template: 0,
      name: 'Lime Street',
      purpose: 'Neighbours who cook, teach and garden for each other.',
      place: 'Around the lime tree',
      language: 'en',
    },
    people: [
      { name: 'Ada', about: 'Teaches everybody to swim.', skills: [{ skill: TEACHING, level: 6 }] },
      { name: 'Ben', about: 'Soup, bread, plum cake.', skills: [{ skill: COOKING, level: 5 }] },
      {
        name: 'Cleo',
        skills: [
          { skill: GARDENING, level: 4 },
          { skill: LEADERSHIP, level: 3 },
        ],
      },
      { name: 'Dora', skills: [{ skill: COMPANY, level: 7 }] },
      {
        name: 'Emil',
        skills: [
          { skill: HOUSEHOLDING, level: 3 },
          { skill: COOKING, level: 2 },
        ],
      },
      { name: 'Fay', skills: [{ skill: ENTERTAINMENT, level: 8 }] },
      { name: 'Hugo', skills: [{ skill: COOKING, level: 4 }] },
      { name: 'Ida', skills: [{ skill: TEACHING, level: 2 }] },
    ],
  })

type Eight = [Resident, Resident, Resident, Resident, Resident, Resident, Resident, Resident]
type People = Readonly<Record<'ada' | 'ben' | 'cleo' | 'dora' | 'emil' | 'fay' | 'hugo', Resident>>

/** Five rounds of gigs, after which three members are validated. */
const validate = async ({ town, pass }: Neighbourhood, { ada, ben, cleo, dora, emil, fay }: People) => {
  const turns = [
    { creator: ada, taker: ben, skill: COOKING },
    { creator: emil, taker: cleo, skill: GARDENING },
    { creator: fay, taker: dora, skill: COMPANY },
  ] as const
  for (const [round, titles] of TITLES.entries()) {
    await Promise.all(
      turns.map(({ taker, skill }, i) => {
        const shift = round + i
        // No more than three rates of one person count.
        const { creator } = turns[shift % turns.length] ?? turns[0]
        const [commitment, rating] = [1 + (shift % 3), 7 + (shift % 3)]
        return doGig(town, { creator, taker, skill, title: titles[i] ?? '', commitment, rating })
      }),
    )
    pass(4)
  }
}

const TITLES = [
  ['Bread for the street party', 'Prune the old lime tree', 'Read to my grandmother'],
  ['Soup for twelve', 'Dig the new beds', 'A walk with the dogs'],
  ['Jam from our plums', 'Water the roses', 'Chess on Sunday'],
  ['Pie for the fair', 'Plant the hedge', 'Keep me company at the doctor'],
  ['Breakfast for the choir', 'Rake the leaves', 'An evening of cards'],
] as const

/** What those validated offer, in every state that a gig can stay in. */
const standInEveryState = async ({ town, pass }: Neighbourhood, { ben, cleo, dora, emil, hugo }: People) => {
  /** A gig that somebody does. */
  const taken = async (creator: Resident, taker: Resident, terms: Terms) => {
    const work = { gigId: await offerGig(town, { ...terms, creator }), creator, taker }
    await takeGig(town, work)
    return work
  }
  /** Four of the five ratings that Emil needs. */
  const clean = async (creator: Resident, titles: readonly string[]) => {
    for (const title of titles) await doGig(town, { creator, taker: emil, skill: HOUSEHOLDING, title, rating: 8 })
  }
  const argue = async () => {
    const work = await taken(dora, emil, { skill: HOUSEHOLDING, title: 'Paint the fence' })
    await handIn(town, work, 'One half of it.')
    await askForChanges(town, work)
    return work
  }
  const [settled] = await Promise.all([
    argue(),
    clean(ben, ['Clean the hall', 'Mend the gate']),
    clean(cleo, ['Wash the curtains', 'Sort the cellar']),
  ])
  pass(10)
  await settleGig(town, { identity: dora.identity, gigId: settled.gigId })
  const overdue = await taken(ben, cleo, {
    skill: GARDENING,
    title: 'Mow the meadow',
    description: 'Before the fair, if it does not rain.',
    durationDays: 1,
  })
  pass(5)
  const ofDora = async () => {
    const rated = await taken(dora, ben, { skill: COOKING, title: 'Plum cake', commitment: 2 })
    await handIn(town, rated, 'Two cakes, on the window sill.')
    await complete(town, rated)
    await rate(town, rated, 9)
    const work = await taken(dora, ben, { skill: COOKING, title: 'Pancakes on Sunday', durationDays: 14 })
    await writeComment(town, { records: ben.records, gigId: work.gigId, text: 'Sweet or with cheese?' })
    await writeComment(town, { records: dora.records, gigId: work.gigId, text: 'Both!' })
    return [rated, work] as const
  }
  const ofBen = async () => {
    const gigId = await offerGig(town, { creator: ben, skill: GARDENING, title: 'Catch the mole' })
    await withdraw(town, { creator: ben, gigId })
    return gigId
  }
  const ofCleo = async () => {
    const submitted = await taken(cleo, ben, { skill: COOKING, title: 'Supper for the council', commitment: 3 })
    await handIn(town, submitted, 'Lasagne, in the oven of the Town Hall.\nAt 180 degrees for half an hour.')
    const changes = await taken(cleo, emil, { skill: HOUSEHOLDING, title: 'Clean the windows', commitment: 2 })
    await handIn(town, changes, 'Done.')
    await askForChanges(town, changes)
    await writeComment(town, { records: cleo.records, gigId: changes.gigId, text: 'The ones upstairs too, please.' })
    return [submitted, changes] as const
  }
  const [[rated, work], cancelled, [submitted, changes]] = await Promise.all([ofDora(), ofBen(), ofCleo()])
  pass(5)
  const open = await offerGig(town, {
    creator: ben,
    skill: GARDENING,
    title: 'Plant the herbs',
    description: 'Thyme, sage and mint; I have the pots.',
    commitment: 2,
  })
  await offerGig(town, { creator: dora, skill: TEACHING, title: 'Teach me to swim', commitment: 4 })
  await offerGig(town, { creator: dora, skill: ENTERTAINMENT, title: 'Music for the fair', commitment: 5 })
  const asked = await offerGig(town, { creator: cleo, skill: COOKING, title: 'Pizza for the children', commitment: 2 })
  const request = await requestGig(town, { identity: hugo.identity, gigId: asked })
  const sent = await requestGig(town, { identity: ben.identity, gigId: asked })
  await writeComment(town, { records: ben.records, gigId: asked, text: `I have an oven outside.\n${sent.text}` })
  const longest = await offerGig(town, { creator: ben, skill: COOKING, title: LONG_TITLE, description: LONG_TITLE })
  // Last, as nobody offers anything before they have rated.
  const completed = await taken(cleo, emil, { skill: HOUSEHOLDING, title: 'Iron the table cloths' })
  await handIn(town, completed, 'Folded, in the basket.')
  await complete(town, completed)
  return {
    gigs: {
      open,
      asked,
      longest,
      settled: settled.gigId,
      overdue: overdue.gigId,
      rated: rated.gigId,
      cancelled,
      submitted: submitted.gigId,
      changes: changes.gigId,
      taken: work.gigId,
      completed: completed.gigId,
    },
    code: request.text,
  }
}
