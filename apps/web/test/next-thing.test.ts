import type { Gig, Wallet } from '@distributed-town/sdk'
import { CREDIT, MAX_OPEN_GIGS } from '@distributed-town/sdk'
import { expect, test } from 'vitest'
import type { Todo } from '../src/features/gigs/use-todo.ts'
import { isToldBy, nextThing, placeOf, type Situation } from '../src/features/next/next-thing.ts'

const skill = (id: number, rates: number, validated = false) => ({ skill: id, level: 5, rates, validated })
const wallet = (changes: Partial<Wallet> = {}) =>
  ({
    id: 1,
    communityId: 4,
    skills: [skill(10, 3)],
    validated: false,
    unratedGigs: 0,
    openGigs: 0,
    spendable: 0n,
    ...changes,
  }) as Wallet
const gig = (state: Gig['state'], changes: Partial<Gig> = {}) =>
  ({ id: 77n, state, creator: 2, skill: 10, changes: 0, ...changes }) as Gig

const community = { id: 4, members: 5, active: true, founding: false, template: 0, score: 6000, missingSkills: [] }
const resident: Situation = {
  status: 'open',
  wallet: wallet(),
  community,
  todo: [],
  taken: [],
  open: [],
  asked: new Set(),
}
const validated = wallet({ skills: [skill(10, 5, true)], validated: true, spendable: 500n * CREDIT })

test('nothing is said before it is known, and nothing to strangers', () => {
  for (const status of ['starting', 'none'] as const) expect(nextThing({ ...resident, status })).toBeUndefined()
  for (const part of ['wallet', 'community', 'todo', 'taken', 'open'] as const)
    expect(nextThing({ ...resident, [part]: undefined }), part).toBeUndefined()
})

test('the way in, step by step', () => {
  expect(nextThing({ ...resident, status: 'locked' })).toEqual({ kind: 'unlock' })
  expect(nextThing({ ...resident, wallet: null })).toEqual({ kind: 'finish' })
  expect(nextThing({ ...resident, wallet: wallet({ communityId: null }) })).toEqual({ kind: 'findTown' })
  for (const [members, missing] of [
    [1, 2],
    [2, 1],
  ] as const) {
    const inactive = { ...community, members, active: false }
    expect(nextThing({ ...resident, community: inactive })).toEqual({ kind: 'invite', communityId: 4, missing })
  }
})

test('what a neighbour waits for comes before all wishes of one’s own', () => {
  const open = [gig('Open', { id: 78n })]
  for (const what of ['rate', 'complete', 'accept', 'submit', 'other'] as const) {
    const due: Todo = { gig: gig('Taken'), what }
    expect(nextThing({ ...resident, wallet: validated, open, todo: [due] })).toEqual({
      kind: 'gig',
      what,
      gig: due.gig,
    })
  }
  const again = gig('Taken', { changes: 1 })
  expect(nextThing({ ...resident, todo: [{ gig: again, what: 'submit' }] })).toMatchObject({ what: 'changes' })
  expect(nextThing({ ...resident, open, taken: [gig('Submitted')] })).toMatchObject({ kind: 'gig', what: 'meet' })
})

test('work that fits comes before a gig of one’s own', () => {
  const open = [gig('Open', { id: 78n }), gig('Open', { id: 79n, skill: 3 }), gig('Open', { id: 80n, creator: 1 })]
  expect(nextThing({ ...resident, open })).toEqual({ kind: 'take', count: 1, progress: { skill: 10, count: 2 } })
  expect(nextThing({ ...resident, wallet: validated, open })).toEqual({ kind: 'take', count: 1, progress: undefined })
  const asked = new Set([78n])
  expect(nextThing({ ...resident, wallet: validated, open, asked })).toEqual({
    kind: 'offer',
    isFounding: false,
    spendable: 500n * CREDIT,
  })
  expect(nextThing({ ...resident, open, asked })).toMatchObject({ kind: 'gig', what: 'asked', gig: { id: 78n } })
})

test('the skill that is nearest to its validation is named', () => {
  const skills = [skill(9, 1), skill(10, 3), skill(11, 5, true)]
  const open = [gig('Open')]
  expect(nextThing({ ...resident, wallet: wallet({ skills }), open })).toMatchObject({
    progress: { skill: 10, count: 2 },
  })
})

test('in a founding town everybody may offer', () => {
  const founding = { ...community, founding: true }
  const newcomer = wallet({ spendable: 20n * CREDIT })
  expect(nextThing({ ...resident, wallet: newcomer, community: founding })).toMatchObject({
    kind: 'offer',
    isFounding: true,
  })
  expect(nextThing({ ...resident, wallet: newcomer })).toEqual({ kind: 'show', progress: { skill: 10, count: 2 } })
})

test('who can neither take nor offer learns why, and is never left without a way', () => {
  expect(nextThing({ ...resident, taken: [gig('Completed')] })).toMatchObject({ kind: 'gig', what: 'wait' })
  const busy = { ...validated, openGigs: MAX_OPEN_GIGS }
  expect(nextThing({ ...resident, wallet: busy })).toEqual({ kind: 'allOpen' })
  const thin = { ...community, score: 4799, missingSkills: [3, 5] }
  expect(nextThing({ ...resident, community: thin })).toEqual({ kind: 'inviteSkill', communityId: 4, skill: 3 })
  expect(nextThing({ ...resident, community: { ...thin, members: 24 } })).toMatchObject({ kind: 'show' })
  expect(nextThing({ ...resident, community: { ...thin, score: 4800 } })).toMatchObject({ kind: 'show' })
})

test('a page that is the place for the thing tells of it itself', () => {
  const take = { kind: 'take', count: 1, progress: undefined } as const
  expect(placeOf(take)).toBe('/gigs')
  expect([isToldBy(take, '/gigs'), isToldBy(take, '/gigs/12'), isToldBy(take, '/start')]).toEqual([true, false, true])
  const rate = { kind: 'gig', what: 'rate', gig: gig('Completed') } as const
  expect([isToldBy(rate, '/gigs/77'), isToldBy(rate, '/gigs/78')]).toEqual([true, false])
  const unlock = { kind: 'unlock' } as const
  expect([isToldBy(unlock, '/gigs/77'), isToldBy(unlock, '/town')]).toEqual([true, false])
  const invite = { kind: 'invite', communityId: 4, missing: 1 } as const
  expect(isToldBy(invite, '/town')).toBe(false)
  const finish = { kind: 'finish' } as const
  expect([isToldBy(finish, '/wallet'), isToldBy(finish, '/')]).toEqual([true, false])
})
