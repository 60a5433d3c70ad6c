import { skills as catalogue, MAX_LEVEL } from '@distributed-town/sdk'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kindsOfWork, TEMPLATE } from '../src/kinds-of-work.ts'
import { planTown } from '../src/plan-town.ts'
import { planTrades } from '../src/plan-trades.ts'
import { createRandom } from '../src/random.ts'
import type { SourceMember } from '../src/read-towns.ts'

// Small counts as well as one person who trades more than all others, as in the source.
const counts = fc.oneof({ weight: 4, arbitrary: fc.nat({ max: 4 }) }, { weight: 1, arbitrary: fc.nat({ max: 40 }) })
const member: fc.Arbitrary<SourceMember> = fc.record({
  business: fc.constantFrom(...kindsOfWork, 'Juggling'),
  tradesOut: counts,
  tradesIn: counts,
  partnersOut: fc.nat({ max: 5 }),
  partnersIn: fc.nat({ max: 5 }),
  volumeOut: fc.nat({ max: 1_000_000 }),
})
const town = fc.record({ town: fc.nat(), members: fc.array(member, { minLength: 3, maxLength: 24 }) })
const seed = fc.string({ maxLength: 8 })

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

test('everybody pays others as often as they did, and nobody is paid too often while somebody else is paid too seldom', () => {
  fc.assert(
    fc.property(town, seed, ({ members }, label) => {
      const trades = planTrades(members, createRandom(label))
      expect(members.map((_, place) => trades.filter(({ payer }) => payer === place).length)).toEqual(
        members.map(({ tradesOut }) => tradesOut),
      )
      expect(trades.some(({ payer, payee }) => payer === payee)).toBe(false)
      const toReceive = members.map(({ tradesIn }) => tradesIn)
      for (const { payer, payee } of trades) {
        const isAnyoneOpen = toReceive.some((left, place) => left > 0 && place !== payer)
        expect((toReceive[payee] ?? 0) > 0).toBe(isAnyoneOpen)
        toReceive[payee] = (toReceive[payee] ?? 0) - 1
      }
    }),
  )
})

test('numbers of partners are kept where they can be', () => {
  const counted = { tradesOut: 0, tradesIn: 0, partnersOut: 0, partnersIn: 0 }
  const payer = { ...counted, tradesOut: 6, partnersOut: 2 }
  const payee = { ...counted, tradesIn: 6, partnersIn: 1 }
  for (let label = 0; label < 20; label++) {
    const trades = planTrades([payer, payee, payee, payee], createRandom(label))
    expect(trades).toHaveLength(6)
    expect(new Set(trades.map((trade) => trade.payee)).size).toBe(2)
  }
})

test('a plan follows from town and seed', () => {
  fc.assert(
    fc.property(town, seed, (source, label) => {
      expect(planTown(source, { seed: label })).toEqual(planTown(structuredClone(source), { seed: label }))
    }),
  )
})

test('another seed gives another plan', () => {
  const members = Array.from({ length: 6 }, () => ({
    business: 'Shop',
    tradesOut: 5,
    tradesIn: 5,
    partnersOut: 3,
    partnersIn: 3,
    volumeOut: 1000,
  }))
  const [one, two] = ['1', '2'].map((label) => planTown({ town: 1, members }, { seed: label }))
  expect(one?.gigs).not.toEqual(two?.gigs)
})

test('every plan can be carried out', () => {
  fc.assert(
    fc.property(town, seed, (source, label) => {
      const { residents, gigs, unknownWork } = planTown(source, { seed: label })
      expect(residents).toHaveLength(source.members.length)
      for (const { skills } of residents) {
        expect(skills.length).toBeGreaterThanOrEqual(1)
        expect(new Set(skills.map(({ skill }) => skill)).size).toBe(skills.length)
        for (const { skill, level } of skills) {
          expect(catalogue[skill]?.template).toBe(TEMPLATE)
          expect(level).toBeGreaterThanOrEqual(1)
          expect(level).toBeLessThanOrEqual(MAX_LEVEL)
        }
      }
      for (const { taker, skill, commitment, rating } of gigs) {
        expect(residents[taker]?.skills.map((has) => has.skill)).toContain(skill)
        for (const size of [commitment, rating]) {
          expect(Number.isInteger(size)).toBe(true)
          expect(size).toBeGreaterThanOrEqual(1)
          expect(size).toBeLessThanOrEqual(MAX_LEVEL)
        }
      }
      expect(gigs).toHaveLength(sum(source.members.map(({ tradesOut }) => tradesOut)))
      expect(unknownWork).toBe(source.members.filter(({ business }) => business === 'Juggling').length)
    }),
  )
})

test.each([
  [1, 1],
  [25, 1],
  [50, 2],
  [200, 4],
  [400, 5],
  [12_800, 10],
  [1_000_000, 10],
])('a mean payment of %i is a commitment of %i', (mean, commitment) => {
  const one = { business: 'Shop', tradesOut: 2, tradesIn: 0, partnersOut: 1, partnersIn: 0, volumeOut: 2 * mean }
  const other = { ...one, tradesOut: 0, tradesIn: 2, partnersIn: 1 }
  const { gigs } = planTown({ town: 1, members: [one, other, { ...other, tradesIn: 0 }] }, { seed: '1' })
  expect(gigs.map((gig) => gig.commitment)).toEqual([commitment, commitment])
})
