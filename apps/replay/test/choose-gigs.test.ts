import { CREDIT, type Member } from '@distributed-town/sdk'
import { expect, test } from 'vitest'
import { chooseGigs, type WantedGig } from '../src/choose-gigs.ts'

const TEACHING = 7 // 24 credits

const gig: WantedGig = { place: 0, creator: 1, taker: 2, skill: TEACHING, commitment: 5, rating: 8 }
const member = (walletId: number, spendable: number, validated = false) =>
  ({ walletId, spendable: BigInt(spendable) * CREDIT, validated }) as Member
const town = (...roster: readonly Member[]) => ({ active: true, founding: true, roster: [...roster] })

test('what is wanted while it can be spent, then the smallest, then nothing', () => {
  const { begun, waiting } = chooseGigs([gig, gig, gig, gig], town(member(1, 120 + 24 + 24 + 23)))
  expect(begun.map(({ commitment }) => commitment)).toEqual([5, 1, 1])
  expect(waiting).toEqual([{ gig, reason: 'NotSpendable' }])
})

test('past founding only the validated create', () => {
  const theirs = { ...gig, creator: 3 }
  const present = { ...town(member(1, 240), member(3, 240, true)), founding: false }
  expect(chooseGigs([gig, theirs], present)).toEqual({
    begun: [{ gig: theirs, commitment: 5 }],
    waiting: [{ gig, reason: 'NotValidated' }],
  })
})

test('nobody creates in an inactive town, or without living there', () => {
  const inactive = { ...town(member(1, 240)), active: false }
  expect(chooseGigs([gig], inactive).waiting).toEqual([{ gig, reason: 'CommunityInactive' }])
  expect(chooseGigs([gig], town()).waiting).toEqual([{ gig, reason: 'NotMember' }])
})

test('one person has as many gigs open as may be, and does as many as leave room for the own ones', () => {
  const rich = chooseGigs(Array(26).fill(gig), town(member(1, 24_000)))
  expect(rich.begun).toHaveLength(24)
  expect(rich.waiting.map(({ reason }) => reason)).toEqual([undefined, undefined])
  const creators = Array.from({ length: 8 }, (_, index) => index + 3)
  const popular = creators.flatMap((creator) => Array<WantedGig>(24).fill({ ...gig, creator }))
  const { begun } = chooseGigs(popular, town(...creators.map((walletId) => member(walletId, 24_000))))
  expect(begun).toHaveLength(200 - 24)
})
