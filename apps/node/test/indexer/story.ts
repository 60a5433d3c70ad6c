import { type Address, concatHex, type Hex, keccak256, maxUint256, toBytes } from 'viem'
import type { TestNode } from '../node.ts'
import { CREDIT, createPeople, type People, type Person } from './people.ts'

// Skills of three templates: numbers of specs/skills.json.
const [LEGAL, TEACHING, GARDENING, COOKING, MUSIC, BACKEND] = [4, 7, 10, 11, 16, 28]
const DAY = 24 * 60 * 60

const key = (name: string): Hex => keccak256(toBytes(name))

const charter = (template: number, name: string) => ({
  template,
  policy: 0,
  key: key(name),
  name,
  purpose: 'Neighbours who help each other.',
  place: 'Turin',
  language: 'it',
})

export type Story = {
  readonly people: People
  readonly anna: Person
  readonly bruno: Person
  readonly carla: Person
  readonly dora: Person
  readonly enzo: Person
}

/** The founding of a town of three: Anna gardens and cooks, Bruno gardens, Carla cooks. */
export const foundTown = async (test: Pick<TestNode, 'node' | 'home'>): Promise<Story> => {
  const people = createPeople(test)
  const anna = await people.person()
  const bruno = await people.person()
  const carla = await people.person()
  const dora = await people.person()
  const enzo = await people.person()
  await people.registry(anna, 'createAndFound', [
    charter(0, 'Via Verdi'),
    [
      { skill: GARDENING, level: 4 },
      { skill: COOKING, level: 3 },
    ],
    key('anna'),
    key('profile of anna'),
  ])
  await people.wallet(bruno, 'createAndJoin', [1, [{ skill: GARDENING, level: 9 }], key('bruno'), key('')])
  await people.wallet(carla, 'createAndJoin', [1, [{ skill: COOKING, level: 2 }], key('carla'), `0x${'00'.repeat(32)}`])
  return { people, anna, bruno, carla, dora, enzo }
}

/** From creation to rating. */
export const work = async (
  { people }: Story,
  creator: Person,
  taker: Person,
  { skill, commitment, rating }: { readonly skill: number; readonly commitment: number; readonly rating: number },
): Promise<bigint> => {
  const gig = await people.createGig(creator, skill, commitment)
  await people.accept(creator, taker, gig)
  await people.submit(taker, gig)
  await people.complete(creator, taker, gig)
  await people.gigs(creator, 'rateGig', [gig, rating])
  return gig
}

/** Everything that the contracts do: gigs in all states, a validation, rounds, moving, modules. */
export const tellStory = async (test: Pick<TestNode, 'node' | 'home' | 'advance'>): Promise<Story> => {
  const story = await foundTown(test)
  const { people, anna, bruno, carla, dora, enzo } = story
  const { advance } = test
  await people.wallet(dora, 'createAndJoin', [1, [{ skill: LEGAL, level: 10 }], key('dora'), key('')])

  // Five rates that count validate; Bruno's fourth before does not count.
  for (const rating of [7, 8, 8, 3]) await work(story, bruno, anna, { skill: GARDENING, commitment: 1, rating })
  for (const rating of [9, 6]) await work(story, carla, anna, { skill: GARDENING, commitment: 2, rating })
  for (const rating of [8, 8, 9]) await work(story, anna, bruno, { skill: GARDENING, commitment: 1, rating })
  for (const rating of [10, 9]) await work(story, carla, bruno, { skill: GARDENING, commitment: 1, rating })

  // Validated members transfer, also to themselves and by an allowance.
  const credits = await people.community(1)
  await credits(anna, 'transfer', [carla.address, 25n * CREDIT])
  await credits(anna, 'transfer', [anna.address, 5n * CREDIT])
  await credits(anna, 'transfer', [bruno.address, 0n])
  await credits(bruno, 'approve', [carla.address, maxUint256])
  await credits(carla, 'transferFrom', [bruno.address, dora.address, 7n * CREDIT])

  // Eight great gigs fill the treasury account and lift Dora over the fair share: a distribution and a round.
  const great: bigint[] = []
  for (let i = 0; i < 8; i++) great.push(await people.createGig(i < 4 ? bruno : anna, LEGAL, 10))
  for (const [i, gig] of great.entries()) {
    await people.accept(i < 4 ? bruno : anna, dora, gig)
    await people.submit(dora, gig)
    await people.complete(i < 4 ? bruno : anna, dora, gig)
  }
  // Four rates of each: in one block, then one by default.
  const rated = great.slice(0, -1).map((gig, i) => people.gigs(i < 4 ? bruno : anna, 'rateGig', [gig, 10]))
  await Promise.all(rated)
  advance(14 * DAY)
  await people.gigs(carla, 'rateByDefault', [great[7] ?? 0n])

  // A rate after the round, and following it.
  await work(story, bruno, anna, { skill: GARDENING, commitment: 1, rating: 1 })
  await people.wallet(carla, 'follow', [await people.walletOf(anna)])
  await people.wallet(carla, 'follow', [await people.walletOf(bruno)])
  await people.wallet(carla, 'settle', [await people.walletOf(dora)])

  // Gigs that end otherwise, and some that don't end.
  const cancelled = await people.createGig(bruno, COOKING, 3)
  await people.gigs(bruno, 'cancelGig', [cancelled])
  const givenUp = await people.createGig(bruno, COOKING, 2)
  await people.accept(bruno, carla, givenUp)
  await people.gigs(carla, 'giveUpGig', [givenUp])
  await people.accept(bruno, anna, givenUp)
  const reclaimed = await people.createGig(anna, COOKING, 1)
  await people.accept(anna, carla, reclaimed)
  const overdue = await people.createGig(anna, COOKING, 4)
  await people.accept(anna, carla, overdue)
  await people.submit(carla, overdue)
  await people.gigs(anna, 'requestChanges', [overdue])
  const stuck = await people.createGig(anna, GARDENING, 5)
  await people.accept(anna, bruno, stuck)
  await people.submit(bruno, stuck)
  const unreviewed = await people.createGig(bruno, LEGAL, 1)
  await people.accept(bruno, dora, unreviewed)
  await people.submit(dora, unreviewed)
  advance(20 * DAY)
  await people.gigs(anna, 'reclaimGig', [reclaimed])
  await people.gigs(carla, 'settleGig', [overdue])
  await people.gigs(enzo, 'completeUnreviewed', [unreviewed])
  await people.gigs(bruno, 'rateGig', [unreviewed, 4])
  advance(15 * DAY)
  await people.gigs(enzo, 'settleGig', [stuck])
  const submitted = await people.createGig(anna, GARDENING, 1)
  await people.accept(anna, bruno, submitted)
  await people.submit(bruno, submitted)

  // Carla learns to teach; Dora moves to a town of another template with more than there is room for, and claims the rest.
  await people.wallet(carla, 'changeSkills', [
    [
      { skill: TEACHING, level: 5 },
      { skill: COOKING, level: 9 },
    ],
  ])
  await people.registry(enzo, 'createAndFound', [
    charter(1, 'Nul \0 and \u{1f3b6}'),
    [{ skill: MUSIC, level: 8 }],
    key('enzo'),
    key(''),
  ])
  const left = await people.createGig(dora, GARDENING, 2)
  await people.wallet(dora, 'relocate', [2, [{ skill: MUSIC, level: 1 }], [left]])
  await people.wallet(dora, 'claimCarried', [])
  await people.wallet(dora, 'setMessagingKey', [key('dora again')])
  await people.wallet(dora, 'setProfile', [`0x${'00'.repeat(32)}`])

  // Enzo leaves the town he founded, founds another one and comes to Via Verdi.
  await people.wallet(enzo, 'leave', [[]])
  await people.registry(enzo, 'found', [charter(2, 'Third'), [{ skill: BACKEND, level: 2 }]])
  await people.wallet(enzo, 'relocate', [1, [{ skill: TEACHING, level: 2 }], []])
  await useModules(test, story)
  return story
}

/** A validator that answers what it is told to, and a Q2T that refuses every call. */
const useModules = async (
  { node, advance }: Pick<TestNode, 'node' | 'advance'>,
  { people, anna, bruno, enzo }: Story,
): Promise<void> => {
  const { operator } = people
  const validator = await deploy(people, operator, forwarderTo(node.deployment.contracts.gigs))
  const q2t = await deploy(people, operator, '0x5f5ffd')
  await people.registry(operator, 'offerRelease', [validator, q2t])
  advance(7 * DAY)
  const credits = await people.community(1)
  await credits(anna, 'adoptRelease', [1])
  const answer = async (gig: bigint, transition: number, verified: boolean) => {
    const { round } = await people.readGig(gig)
    await people.send(operator, validator, people.fulfil(gig, round, transition, verified))
  }
  const refused = await people.createGig(anna, GARDENING, 1)
  await answer(refused, 0, false)
  await people.createGig(anna, GARDENING, 2)
  const gig = await people.createGig(anna, GARDENING, 3)
  await answer(gig, 0, true)
  await people.accept(anna, bruno, gig)
  await answer(gig, 1, false)
  await people.accept(anna, bruno, gig)
  advance(2 * 60 * 60)
  await people.gigs(enzo, 'lapseVerification', [gig])
  await people.accept(anna, bruno, gig)
  await answer(gig, 1, true)
  await people.submit(bruno, gig)
  await people.complete(anna, bruno, gig)
  await answer(gig, 2, false)
  await people.complete(anna, bruno, gig)
  advance(4 * DAY)
  await people.gigs(enzo, 'lapseVerification', [gig])
  await people.complete(anna, bruno, gig)
  await answer(gig, 2, true)
  const taking = await people.createGig(bruno, TEACHING, 1)
  await answer(taking, 0, true)
  await people.accept(bruno, enzo, taking)
}

const deploy = async (people: People, who: Person, runtime: Hex): Promise<Address> => {
  // Copies what follows its own nine bytes into memory and returns it.
  const size = `0x${((runtime.length - 2) / 2).toString(16).padStart(2, '0')}` as const
  const { receipt } = await people.send(who, null, concatHex(['0x60', size, '0x8060093d393df3', runtime]))
  if (!receipt.contractAddress) throw new Error('no contract was created')
  return receipt.contractAddress
}

/** Code that takes every call of `target` in silence and passes those of others on to it. */
const forwarderTo = (target: Address): Hex =>
  concatHex([
    // if (caller == target) stop
    concatHex(['0x3373', target, '0x14604057']),
    // copy the call data; call(gas, target, 0, 0, size, 0, 0)
    concatHex(['0x365f5f375f5f365f5f73', target, '0x5af1']),
    // revert unless it succeeded; stop
    '0x6040575f5ffd5b00',
  ])
