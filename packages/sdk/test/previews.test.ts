import { CREDIT, previewGig, previewJoining, previewScore, previewSpendable } from '@distributed-town/sdk'
import { describe, expect, test } from 'vitest'

const credits = (whole: number) => BigInt(whole) * CREDIT
const COOKING = 11
const TEACHING = 7

describe('previewJoining', () => {
  test('default: the first row of the table in spec §3.3', () => {
    const community = { vault: credits(94_000), members: 0 }
    expect(previewJoining({ community, skills: [{ skill: TEACHING, level: 10 }] })).toMatchObject({
      target: credits(2240),
      paid: credits(2240),
      balance: credits(2240),
      locked: credits(240),
      spendable: credits(240),
    })
  })

  test('behavior: whoever comes from elsewhere unlocks what is carried', () => {
    const community = { vault: credits(40_000), members: 14 }
    const wallet = { carried: credits(1500), granted: credits(2300), validated: true }
    const skills = [{ skill: COOKING, level: 10, validated: true }]
    expect(previewJoining({ community, skills, wallet })).toMatchObject({
      unlocked: credits(1500),
      returned: credits(240),
      balance: credits(1260),
      locked: 0n,
      spendable: credits(1260),
    })
  })
})

describe('previewGig', () => {
  test('behavior: says what is missing', () => {
    expect(previewGig({ skill: TEACHING, commitment: 10, wallet: { spendable: credits(200) } })).toEqual({
      credits: credits(240),
      spendableAfter: 0n,
      missing: credits(40),
    })
  })

  test('behavior: refuses what the contract would', () => {
    const wallet = { spendable: 0n }
    expect(() => previewGig({ skill: TEACHING, commitment: 11, wallet })).toThrow(/CommitmentRange/)
    expect(() => previewGig({ skill: 36, commitment: 1, wallet })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_SKILL' }),
    )
  })

  test('default', () => {
    expect(previewGig({ skill: COOKING, commitment: 5, wallet: { spendable: credits(210) } })).toEqual({
      credits: credits(30),
      spendableAfter: credits(180),
      missing: 0n,
    })
  })
})

describe('previewScore', () => {
  const skillCounts = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
  const community = { template: 0, skillCounts, members: 3 }

  test('behavior: common skills lower it (spec §5.2)', () => {
    expect(previewScore({ community, skills: [0, 1, 2] })).toMatchObject({
      before: 5000,
      after: 3333,
      isBelow48Before: false,
      isBelow48After: true,
      adds: [],
    })
  })

  test('default', () => {
    const { after, adds, missing } = previewScore({ community, skills: [COOKING] })
    expect({ after, adds, missing: missing.length }).toEqual({ after: 6666, adds: [COOKING], missing: 8 })
  })

  test('behavior: a town without members', () => {
    const empty = { ...community, skillCounts: skillCounts.map(() => 0), members: 0 }
    expect(previewScore({ community: empty, skills: [0] })).toMatchObject({ before: null, after: 1666 })
  })
})

test('previewSpendable', () => {
  const skills = [{ skill: COOKING, level: 5, validated: false, rates: 4 }]
  const member = { balance: credits(2060), granted: credits(2030), validated: false, skills }
  expect(previewSpendable({ member })).toEqual({ locked: credits(30), spendable: credits(270) })
  const validated = skills.map((skill) => ({ ...skill, validated: true }))
  expect(previewSpendable({ member: { ...member, validated: true }, skills: validated })).toEqual({
    locked: 0n,
    spendable: credits(2060),
  })
})
