import { type Hex, hashDomain, hashStruct, hashTypedData } from 'viem'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  admission,
  CodeAction,
  CREDIT,
  claimable,
  countRate,
  coverage,
  gigCodeTypedData,
  gigCredits,
  grantOf,
  halves,
  isBelow48,
  lockedOf,
  meanLevel,
  missingSkills,
  proximity,
  recordId,
  SKILLS_PER_TEMPLATE,
  scoreOf,
  settlement,
  skillCounts,
  skillValue,
  spendable,
  treasuryPayment,
  UNRATED_SKILL,
} from '../src/index.ts'
import { at, readJson, readVector, type Vector, vectorFiles } from './vector.ts'

const NO_SKILL = 255

const checks: Readonly<Record<string, (vector: Vector) => void>> = {
  'grant.json': ({ cases, bigints, numbers, booleans }) => {
    const [skills, levels, validated] = [numbers('skills'), numbers('levels'), booleans('validated')]
    const sets = cases.map((i) =>
      [3 * i, 3 * i + 1, 3 * i + 2]
        .map((j) => ({ skill: at(skills, j), level: at(levels, j), validated: at(validated, j) }))
        .filter(({ skill }) => skill !== NO_SKILL),
    )
    expect(sets.map(({ length }) => length)).toEqual(numbers('skillCount'))
    expect(sets.map(grantOf)).toEqual(bigints('target'))
    expect(sets.map(lockedOf)).toEqual(bigints('locked'))
  },

  'gigCredits.json': ({ cases, bigints, numbers }) => {
    const [skill, commitment] = [numbers('skill'), numbers('commitment')]
    expect(skill.map(skillValue)).toEqual(numbers('value'))
    expect(cases.map((i) => gigCredits({ skill: at(skill, i), commitment: at(commitment, i) }))).toEqual(
      bigints('credits'),
    )
  },

  'score.json': ({ cases, numbers, booleans }) => {
    const [unique, total, members] = [numbers('unique'), numbers('total'), numbers('members')]
    const parameters = cases.map((i) => ({ unique: at(unique, i), total: at(total, i), members: at(members, i) }))
    expect(parameters.map(scoreOf)).toEqual(numbers('score'))
    expect(parameters.map(isBelow48)).toEqual(booleans('below48'))
  },

  'level.json': ({ cases, numbers }) => {
    const [sum, n] = [numbers('sum'), numbers('n')]
    expect(cases.map((i) => meanLevel({ sum: at(sum, i), n: at(n, i) }))).toEqual(numbers('level'))
  },

  'ratings.json': ({ cases, numbers, booleans }) => {
    const [step, rater, rate] = [numbers('step'), numbers('rater'), numbers('rate')]
    let skill = UNRATED_SKILL
    const results = cases.map((i) => {
      const result = countRate(at(step, i) === 0 ? UNRATED_SKILL : skill, { rater: at(rater, i), rate: at(rate, i) })
      skill = result.skill
      return result
    })
    expect(results.map(({ counted }) => counted)).toEqual(booleans('counted'))
    expect(results.map((result) => result.skill.count)).toEqual(numbers('ratings'))
    expect(results.map((result) => result.skill.sum)).toEqual(numbers('sum'))
    expect(results.map((result) => result.skill.validatedAt !== null)).toEqual(booleans('isValidated'))
    expect(results.map((result) => result.skill.validatedAt ?? 0)).toEqual(numbers('level'))
    expect(results.map((result) => meanLevel({ sum: result.skill.sum, n: result.skill.count }))).toEqual(
      numbers('mean'),
    )
  },

  'admission.json': ({ cases, bigints, numbers }) => {
    const [carried, granted, target] = [bigints('carried'), bigints('granted'), bigints('target')]
    const [vault, members] = [bigints('vault'), numbers('members')]
    const results = cases.map((i) =>
      admission({
        carried: at(carried, i),
        granted: at(granted, i),
        target: at(target, i),
        vault: at(vault, i),
        members: at(members, i),
      }),
    )
    expect(results.map(({ room }) => room)).toEqual(bigints('room'))
    expect(results.map(({ unlocked }) => unlocked)).toEqual(bigints('unlocked'))
    expect(results.map(({ paid }) => paid)).toEqual(bigints('paid'))
    expect(results.map(({ returned }) => returned)).toEqual(bigints('returned'))
    expect(results.map(({ balance }) => balance)).toEqual(bigints('balance'))
    expect(results.map(({ unlocked }, i) => at(carried, i) - unlocked)).toEqual(bigints('carriedAfter'))
    expect(results.map(({ paid, returned }, i) => at(granted, i) + paid - returned)).toEqual(bigints('grantedAfter'))
    expect(results.map(({ balance }, i) => at(vault, i) - balance)).toEqual(bigints('vaultAfter'))
  },

  'settle.json': ({ cases, bigints }) => {
    const [target, granted] = [bigints('target'), bigints('granted')]
    const [balance, vault] = [bigints('balance'), bigints('vault')]
    const results = cases.map((i) =>
      settlement({ target: at(target, i), granted: at(granted, i), balance: at(balance, i), vault: at(vault, i) }),
    )
    expect(results.map(({ paid }) => paid)).toEqual(bigints('paid'))
    expect(results.map(({ returned }) => returned)).toEqual(bigints('returned'))
    expect(results.map(({ paid, returned }, i) => at(balance, i) + paid - returned)).toEqual(bigints('balanceAfter'))
    expect(results.map(({ paid, returned }, i) => at(granted, i) + paid - returned)).toEqual(bigints('grantedAfter'))
    expect(results.map(({ paid, returned }, i) => at(vault, i) - paid + returned)).toEqual(bigints('vaultAfter'))
  },

  'claim.json': ({ cases, bigints, numbers }) => {
    const [carried, vault, members] = [bigints('carried'), bigints('vault'), numbers('members')]
    expect(
      cases.map((i) => claimable({ carried: at(carried, i), vault: at(vault, i), members: at(members, i) })),
    ).toEqual(bigints('claimable'))
  },

  'spendable.json': ({ cases, bigints, booleans }) => {
    const [balance, locked, granted] = [bigints('balance'), bigints('locked'), bigints('granted')]
    const validated = booleans('validated')
    expect(
      cases.map((i) =>
        spendable({
          balance: at(balance, i),
          locked: at(locked, i),
          granted: at(granted, i),
          validated: at(validated, i),
        }),
      ),
    ).toEqual(bigints('spendable'))
  },

  'treasury.json': ({ cases, bigints, booleans }) => {
    const [vault, treasury, credits] = [bigints('vault'), bigints('treasury'), bigints('credits')]
    const results = cases.map((i) =>
      treasuryPayment({ vault: at(vault, i), treasury: at(treasury, i), credits: at(credits, i) }),
    )
    expect(results.map(({ paid }) => paid)).toEqual(bigints('paid'))
    expect(results.map(({ due }) => due)).toEqual(booleans('due'))
    expect(results.map(({ returned }) => returned)).toEqual(bigints('returned'))
    expect(results.map(({ paid, returned }, i) => at(treasury, i) + paid - returned)).toEqual(bigints('treasuryAfter'))
    expect(results.map(({ paid, returned }, i) => at(vault, i) - paid + returned)).toEqual(bigints('vaultAfter'))
  },

  'halves.json': ({ bigints }) => {
    const results = bigints('credits').map(halves)
    expect(results.map(({ taker }) => taker)).toEqual(bigints('taker'))
    expect(results.map(({ creator }) => creator)).toEqual(bigints('creator'))
    // Every amount that a gig can have, and the reference's amounts are whole credits.
    expect(bigints('credits').every((credits) => credits % CREDIT === 0n)).toBe(true)
  },

  'skills.json': ({ cases, numbers, booleans }) => {
    const [template, firstMember, members] = [numbers('template'), numbers('firstMember'), numbers('members')]
    const skills = numbers('skills')
    const counts = cases.map((i) =>
      skillCounts(
        Array.from({ length: at(members, i) }, (_, j) => {
          const first = 3 * (at(firstMember, i) + j)
          return skills.slice(first, first + 3).filter((skill) => skill !== NO_SKILL)
        }),
      ),
    )
    const covered = counts.map(coverage)
    const parameters = covered.map(({ unique, total }, i) => ({ unique, total, members: at(members, i) }))
    const masks = counts.map((count, i) =>
      missingSkills({ template: at(template, i), counts: count }).reduce(
        (mask, skill) => mask | (1 << (skill - at(template, i) * SKILLS_PER_TEMPLATE)),
        0,
      ),
    )
    expect(counts.flat()).toEqual(numbers('counts'))
    expect(covered.map(({ unique }) => unique)).toEqual(numbers('unique'))
    expect(covered.map(({ total }) => total)).toEqual(numbers('total'))
    expect(parameters.map(scoreOf)).toEqual(numbers('score'))
    expect(parameters.map(isBelow48)).toEqual(booleans('below48'))
    expect(masks).toEqual(numbers('missing'))
  },

  'proximity.json': ({ cases, numbers }) => {
    const [a, b] = [numbers('a'), numbers('b')]
    const townOf = (counts: readonly number[], i: number) =>
      counts.slice(i * SKILLS_PER_TEMPLATE, (i + 1) * SKILLS_PER_TEMPLATE)
    expect(cases.map((i) => proximity(townOf(a, i), townOf(b, i)))).toEqual(numbers('proximity'))
  },

  'gigCode.json': ({ cases, bigints, numbers, strings }) => {
    const [chainId, gigId, walletId] = [numbers('chainId'), bigints('gigId'), numbers('walletId')]
    const [state, action, round, expiry] = [numbers('state'), numbers('action'), numbers('round'), numbers('expiry')]
    const gigs = strings('verifyingContract')
    let usable = 0
    const typedData = cases.map((i) => {
      const code = {
        gigId: at(gigId, i),
        walletId: at(walletId, i),
        action: at(CodeAction, at(action, i)),
        round: at(round, i),
        expiry: at(expiry, i),
      }
      const data = gigCodeTypedData({ chainId: at(chainId, i), gigs: at(gigs, i) as Hex, code })
      const message = { ...data.message, state: at(state, i) }
      if (data.message.state === message.state) usable += 1
      // The reference also holds states that no code is used in.
      return { ...data, message }
    })
    expect(usable).toBeGreaterThan(100)
    expect(
      typedData.map(({ domain, types }) =>
        hashDomain({ domain: { ...domain, chainId: BigInt(domain.chainId) }, types: { ...types, EIP712Domain } }),
      ),
    ).toEqual(strings('domainSeparator'))
    expect(typedData.map(({ message, types }) => hashStruct({ data: message, types, primaryType: 'GigCode' }))).toEqual(
      strings('structHash'),
    )
    expect(typedData.map((data) => hashTypedData(data))).toEqual(strings('digest'))
  },

  'recordId.json': () => {
    const { cases, ambiguous } = recordIds.parse(readJson('recordId.json'))
    expect(cases.map(recordId)).toEqual(cases.map(({ id }) => id))
    expect(ambiguous.map(recordId)).toEqual(ambiguous.map(({ idEscaped }) => idEscaped))
  },
}

const EIP712Domain = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
] as const

const unsigned = z.object({
  pubkey: z.string(),
  created_at: z.number(),
  kind: z.number(),
  tags: z.array(z.array(z.string())),
  content: z.string(),
})
const recordIds = z.object({
  cases: z.array(unsigned.extend({ id: z.string() })).min(1),
  ambiguous: z.array(unsigned.extend({ idEscaped: z.string() })).min(1),
})

test('every file of vectors is checked', () => {
  expect(Object.keys(checks).sort()).toEqual([...vectorFiles()].sort())
})

test.each(Object.entries(checks))('behavior: all cases of %s', (file, check) => check(readVector(file)))
