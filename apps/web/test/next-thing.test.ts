import type { Gig, Wallet } from '@distributed-town/sdk'
import { expect, test } from 'vitest'
import { nextThing } from '../src/features/home/use-next-thing.ts'

const skill = (id: number, rates: number, validated = false) => ({ skill: id, level: 5, rates, validated })
const wallet = (changes: Partial<Wallet> = {}) =>
  ({ id: 1, communityId: 4, skills: [skill(10, 3)], ...changes }) as Wallet
const gig = (state: Gig['state'], changes = 0) => ({ id: 77n, state, changes }) as Gig

const community = { id: 4, members: 5, active: true }
const noGigs = { asCreator: [], asTaker: [] }
const resident = { status: 'open', wallet: wallet(), community, gigs: noGigs } as const

test('the way in, step by step', () => {
  const nobody = { wallet: undefined, community: undefined, gigs: undefined }
  expect(nextThing({ ...nobody, status: 'starting' })).toBeUndefined()
  expect(nextThing({ ...nobody, status: 'none' })).toEqual({ kind: 'begin' })
  expect(nextThing({ ...nobody, status: 'locked' })).toEqual({ kind: 'unlock' })
  expect(nextThing({ ...nobody, status: 'open' })).toBeUndefined()
  expect(nextThing({ ...nobody, status: 'open', wallet: null })).toEqual({ kind: 'finish' })
  expect(nextThing({ ...resident, wallet: wallet({ communityId: null }) })).toEqual({ kind: 'findTown' })
  expect(nextThing({ ...resident, community: { id: 4, members: 1, active: false } })).toEqual({
    kind: 'invite',
    communityId: 4,
    missing: 2,
  })
})

test('what a neighbour waits for comes first', () => {
  const asCreator = [gig('Completed'), gig('Submitted')]
  expect(nextThing({ ...resident, gigs: { asCreator, asTaker: [gig('Taken')] } })?.kind).toBe('review')
  expect(nextThing({ ...resident, gigs: { asCreator: [gig('Completed')], asTaker: [gig('Taken')] } })?.kind).toBe(
    'rate',
  )
  expect(nextThing({ ...resident, gigs: { asCreator: [], asTaker: [gig('Taken')] } })?.kind).toBe('work')
  expect(nextThing({ ...resident, gigs: { asCreator: [], asTaker: [gig('Taken', 1)] } })?.kind).toBe('changes')
})

test('then the skill that is nearest to its validation', () => {
  const skills = [skill(9, 1), skill(10, 3), skill(11, 5, true)]
  expect(nextThing({ ...resident, wallet: wallet({ skills }) })).toEqual({ kind: 'validate', skill: 10, missing: 2 })
  expect(nextThing({ ...resident, wallet: wallet({ skills: [skill(11, 5, true)] }) })).toEqual({ kind: 'offer' })
})
