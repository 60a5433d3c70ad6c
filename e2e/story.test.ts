import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  acceptRequest,
  CREDIT,
  cancelGig,
  completeGig,
  createAndFound,
  createAndJoin,
  createGig,
  createTown,
  decodeCode,
  encodeCode,
  GigState,
  getCommunity,
  getGig,
  getRecord,
  getStatement,
  getWallet,
  leave,
  listComments,
  listCommunityHistory,
  openRecord,
  openRecords,
  previewJoining,
  previewScore,
  RecordKind,
  rateGig,
  requestGig,
  type ServerEvent,
  signCompletion,
  submitGig,
  subscribeLive,
  subscribeThread,
  type Town,
  toNostrHex,
  transfer,
  writeComment,
} from '@distributed-town/sdk'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../apps/node/test/node.ts'
import { createPerson, type Person, type Resident, settleIn } from './resident.ts'

// One town from its founding to the leaving of a member, on a real node: chain, index, relayer, relay and steward. The tests follow each
// other; each begins where the one before ended.

const LIVING = 0 // template
const LEADERSHIP = 3
const TEACHING = 7
const GARDENING = 10
const COOKING = 11
const PAINTING = 17 // of another template

const credits = (whole: number) => BigInt(whole) * CREDIT

// A node mines, indexes and passes keys on in tens of milliseconds, but tests share the machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let node: TestNode
let town: Town
let ada: Resident
let ben: Resident
let cleo: Resident
let communityId: number
/** Lives in no town. */
let stranger: Person
/** What the node told of changes, from the beginning. */
const events: ServerEvent[] = []
let stopLive: () => void

beforeAll(async () => {
  node = await startTestNode({ env: { LOG_LEVEL: 'trace', TRUSTED_PROXIES: '127.0.0.1' } })
  town = createTown({ url: node.url })
  stranger = createPerson(town, 'Dan')
  stopLive = subscribeLive(town, { onEvent: (event) => events.push(event) })
})

afterAll(async () => {
  stopLive?.()
  for (const resident of [ada, ben, cleo]) resident?.records.close()
  await node?.stop()
})

const sumOfCredits = async (): Promise<bigint> => {
  const { vault, treasury, escrow, roster } = await getCommunity(town, { communityId })
  return roster.reduce((sum, { balance }) => sum + balance, vault + treasury + escrow)
}

const statementOf = async ({ walletId }: Resident) => {
  const { items } = await getStatement(town, { walletId })
  return items.map(({ kind, amount, balance }) => [kind, amount / CREDIT, balance / CREDIT]).reverse()
}

const scoresOf = async () => {
  const { items } = await listCommunityHistory(town, { communityId })
  return items.flatMap((item) => (item.type === 'score' ? [[item.cause, item.score]] : [])).reverse()
}

/** A gig from its creation to the rating. */
const doGig = async (creator: Resident, taker: Resident, rating: number) => {
  const { records } = creator
  const gig = { records, skill: COOKING, commitment: 5, durationDays: 7, title: 'Bread' }
  const { gigId } = await createGig(town, gig)
  const { text } = await requestGig(town, { identity: taker.identity, gigId })
  await acceptRequest(town, { identity: creator.identity, gigId, code: text })
  await submitGig(town, { records: taker.records, gigId, text: 'Two loaves.' })
  const completion = await signCompletion(town, { identity: taker.identity, gigId })
  await completeGig(town, { identity: creator.identity, gigId, code: completion.text })
  return await rateGig(town, { identity: creator.identity, gigId, rating })
}

describe('three residents reach a rated gig', () => {
  const people = {} as Record<'ada' | 'ben' | 'cleo', Person>
  let gigId: bigint
  let record: `0x${string}`
  let requestText: string

  test('Ada founds a town', async () => {
    people.ada = createPerson(town, 'Ada')
    const founded = await createAndFound(town, {
      identity: people.ada.identity,
      template: LIVING,
      name: 'Lime Street',
      purpose: 'Neighbours who cook, teach and garden for each other.',
      place: 'Around the lime tree',
      language: 'en',
      skills: [{ skill: TEACHING, level: 6 }],
    })
    communityId = founded.communityId
    expect(founded).toMatchObject({ communityId: 1, walletId: 1, blockNumber: expect.any(Number) })
    expect(await getCommunity(town, { communityId })).toMatchObject({
      name: 'Lime Street',
      place: 'Around the lime tree',
      language: 'en',
      members: 1,
      active: false,
      founding: true,
      score: null,
      epoch: 1,
      vault: credits(94_000 - 2144),
      treasury: credits(2000),
      escrow: 0n,
      roster: [
        { walletId: 1, balance: credits(2144), locked: credits(144), spendable: credits(240), validated: false },
      ],
    })
  })

  test('Ben and Cleo join, and the third member activates it', async () => {
    people.ben = createPerson(town, 'Ben')
    people.cleo = createPerson(town, 'Cleo')
    const skills = [
      { skill: GARDENING, level: 4 },
      { skill: LEADERSHIP, level: 3 },
    ]
    const ofBen = await createAndJoin(town, {
      identity: people.ben.identity,
      communityId,
      skills: [{ skill: COOKING, level: 5 }],
    })
    const before = await getCommunity(town, { communityId })
    const ofCleo = await createAndJoin(town, { identity: people.cleo.identity, communityId, skills })
    const community = await getCommunity(town, { communityId })
    expect([ofBen.walletId, ofCleo.walletId]).toEqual([2, 3])
    expect(community).toMatchObject({ members: 3, active: true, founding: true, score: 5000 })
    expect(await scoresOf()).toEqual([['Activated', 5000]])
    // What was shown before is what came.
    expect(previewScore({ community: before, skills: [GARDENING, LEADERSHIP] })).toMatchObject({ after: 5000 })
    const { balance, spendable } = previewJoining({ community: before, skills })
    expect(community.roster.find(({ walletId }) => walletId === 3)).toMatchObject({ balance, spendable })
    expect(balance).toBe(credits(2060))
    expect(await sumOfCredits()).toBe(credits(96_000))
  })

  test('each receives the key of the epoch', async () => {
    const at = { communityId, epoch: 1 }
    ada = await settleIn(town, { ...at, person: people.ada, walletId: 1 })
    ben = await settleIn(town, { ...at, person: people.ben, walletId: 2 })
    cleo = await settleIn(town, { ...at, person: people.cleo, walletId: 3 })
    const keys = [ada, ben, cleo].map(({ records }) => records.keyring.find(communityId, 1))
    expect(keys[0]).toHaveLength(32)
    expect(keys[1]).toEqual(keys[0])
    expect(keys[2]).toEqual(keys[0])
  })

  test('Ada offers a gig whose record neighbours read', async () => {
    const created = await createGig(town, {
      records: ada.records,
      skill: COOKING,
      commitment: 5,
      durationDays: 7,
      title: 'Soup for twelve',
      description: 'For the reading evening.\nNo meat, please.',
      language: 'en',
    })
    gigId = created.gigId
    record = created.record
    expect(await getGig(town, { gigId })).toMatchObject({
      communityId,
      creator: 1,
      taker: null,
      state: 'Open',
      credits: credits(30),
      record,
    })
    const opened = await getRecord(town, { records: ben.records, recordId: record })
    expect(opened).toMatchObject({
      kind: RecordKind.Gig,
      author: toNostrHex(ada.identity.messagingKey),
      epoch: 1,
      content: { title: 'Soup for twelve', description: 'For the reading evening.\nNo meat, please.', language: 'en' },
    })
    expect(await getCommunity(town, { communityId })).toMatchObject({ escrow: credits(30), openGigs: 1 })
    expect(await getWallet(town, { walletId: 1 })).toMatchObject({ balance: credits(2114), spendable: credits(210) })
  })

  test('an outsider gets the cipher text and no key', async () => {
    const outside = await openRecords(town, { identity: stranger.identity })
    try {
      const response = await fetch(`${town.url}/api/records/${toNostrHex(record)}`)
      expect(response.status).toBe(200)
      expect(await response.text()).not.toMatch(/soup|reading|meat/i)
      await expect(getRecord(town, { records: outside, recordId: record })).rejects.toMatchObject({
        code: 'EPOCH_KEY_MISSING',
      })
      await expect(listComments({ records: outside, gigRecord: record })).rejects.toMatchObject({
        code: 'RELAY_REFUSED',
        details: { refusal: 'NOT_A_MEMBER' },
      })
      const refusal = await new Promise((resolve) => {
        subscribeThread({ records: outside, communityId, onRecord: resolve, onRefused: resolve })
      })
      expect(refusal).toMatchObject({ code: 'RELAY_REFUSED' })
    } finally {
      outside.close()
    }
  })

  test('Ben asks by code and Ada accepts', async () => {
    const { text, code } = await requestGig(town, { identity: ben.identity, gigId })
    requestText = text
    expect(code).toMatchObject({ action: 'Request', gigId, walletId: 2, round: 0, state: 'Open' })
    expect(text).toMatch(/^DITO1:R:[A-Z2-7]+$/)
    await expect(acceptRequest(town, { identity: ada.identity, gigId, code: text })).resolves.toMatchObject({
      taker: 2,
    })
    expect(await getGig(town, { gigId })).toMatchObject({ state: 'Taken', taker: 2 })
  })

  test('a comment reaches the neighbours at once', async () => {
    const arrived = new Promise((resolve) => {
      const stop = subscribeThread({
        records: ben.records,
        communityId,
        onRecord: (opened) => {
          if (opened.kind !== RecordKind.Comment) return
          stop()
          resolve(opened)
        },
      })
    })
    await writeComment(town, { records: cleo.records, gigId, text: 'There are leeks in my garden.' })
    const comment = {
      author: toNostrHex(cleo.identity.messagingKey),
      content: { text: 'There are leeks in my garden.' },
    }
    expect(await arrived).toMatchObject(comment)
    expect(await listComments({ records: ada.records, gigRecord: record })).toMatchObject([comment])
  })

  test('Ben submits and Ada reads what was done', async () => {
    const { work } = await submitGig(town, { records: ben.records, gigId, text: 'Leek and potato, in the kitchen.' })
    expect(await getGig(town, { gigId })).toMatchObject({ state: 'Submitted', work, round: 1 })
    const opened = await getRecord(town, { records: ada.records, recordId: work })
    expect(opened).toMatchObject({ kind: RecordKind.Work, content: { text: 'Leek and potato, in the kitchen.' } })
  })

  test('Ada completes by code, which pays Ben and the treasury account', async () => {
    const { text } = await signCompletion(town, { identity: ben.identity, gigId })
    await completeGig(town, { identity: ada.identity, gigId, code: text })
    expect(await getGig(town, { gigId })).toMatchObject({ state: 'Completed' })
    expect(await getCommunity(town, { communityId })).toMatchObject({
      treasury: credits(2030),
      escrow: 0n,
      openGigs: 0,
    })
    expect(await getWallet(town, { walletId: 2 })).toMatchObject({ balance: credits(2060), engagements: 0 })
    expect(await getWallet(town, { walletId: 1 })).toMatchObject({ balance: credits(2114), unratedGigs: 1 })
  })

  test('Ada rates', async () => {
    expect(await rateGig(town, { identity: ada.identity, gigId, rating: 9 })).toMatchObject({ counted: true })
    expect(await getGig(town, { gigId })).toMatchObject({ state: 'Rated', rating: 9, ratingCounted: true })
    expect(await getWallet(town, { walletId: 2 })).toMatchObject({
      validated: false,
      skills: [{ skill: COOKING, level: 5, validated: false, rates: 1 }],
      ratings: [{ skill: COOKING, count: 1, sum: 9, pending: 0 }],
    })
  })

  test('the statements tell every movement', async () => {
    expect(await statementOf(ada)).toEqual([
      ['grant', 2144n, 2144n],
      ['escrow', -30n, 2114n],
    ])
    expect(await statementOf(ben)).toEqual([
      ['grant', 2030n, 2030n],
      ['payment', 30n, 2060n],
    ])
    expect(await statementOf(cleo)).toEqual([['grant', 2060n, 2060n]])
    expect(await sumOfCredits()).toBe(credits(96_000))
  })

  test('the live events told of all of it', async () => {
    await expect.poll(() => events.some(({ type }) => type === 'record')).toBe(true)
    const states = () => events.flatMap((event) => (event.type === 'gig' && event.id === gigId ? [event.state] : []))
    await expect.poll(states).toEqual(['Open', 'Taken', 'Submitted', 'Completed', 'Rated'])
  })

  test('a used code is refused before anything is sent', async () => {
    const accepting = acceptRequest(town, { identity: ada.identity, gigId, code: requestText })
    await expect(accepting).rejects.toMatchObject({ code: 'CODE_USED' })
  })
})

describe('five gigs validate a wallet', () => {
  test('the fourth rate of one person does not count', async () => {
    expect(await doGig(ada, ben, 8)).toMatchObject({ counted: true })
    expect(await doGig(ada, ben, 8)).toMatchObject({ counted: true })
    expect(await doGig(ada, ben, 1)).toMatchObject({ counted: false })
  })

  test('the fifth that counts does: level, lock, grant and score follow', async () => {
    await doGig(cleo, ben, 7)
    expect(await getWallet(town, { walletId: 2 })).toMatchObject({ validated: false, locked: credits(30) })
    await doGig(cleo, ben, 10)
    // 9 + 8 + 8 + 7 + 10 = 42, a mean of 8: 3 levels more at 6 credits each.
    const balance = credits(2030 + 6 * 30 + 18)
    expect(await getWallet(town, { walletId: 2 })).toMatchObject({
      validated: true,
      skills: [{ skill: COOKING, level: 8, validated: true, rates: 5 }],
      balance,
      spendable: balance,
      locked: 0n,
      granted: credits(2048),
    })
    expect(await scoresOf()).toEqual([
      ['Activated', 5000],
      ['LevelAdjusted', 5000],
    ])
    expect(await getCommunity(town, { communityId })).toMatchObject({ treasury: credits(2180), founding: true })
    expect((await statementOf(ben)).at(-1)).toEqual(['grant', 18n, 2228n])
    expect(await sumOfCredits()).toBe(credits(96_000))
  })

  test('a validated member transfers to a neighbour', async () => {
    const to = cleo.identity.owner.address
    await transfer(town, { identity: ben.identity, communityId, to, amount: credits(28) })
    expect(await getWallet(town, { walletId: 2 })).toMatchObject({ balance: credits(2200) })
    expect((await statementOf(cleo)).at(-1)).toEqual(['transfer', 28n, 2060n - 60n + 28n])
  })
})

describe('bad input gives typed errors', () => {
  const charter = { template: LIVING, name: 'Elm Street', purpose: 'To be refused.' }
  const skills = [{ skill: COOKING, level: 5 }]

  const gigBy = (resident: Resident, values: Partial<Parameters<typeof createGig>[1]> = {}) =>
    createGig(town, {
      records: resident.records,
      skill: COOKING,
      commitment: 1,
      durationDays: 1,
      title: 'Tea',
      ...values,
    })

  test.each([
    ['TextLength', { ...charter, name: '', skills }],
    ['TextLength', { ...charter, name: '   ', skills }],
    ['TextLength', { ...charter, name: 'ü'.repeat(61), skills }],
    ['TextLength', { ...charter, purpose: 'x'.repeat(601), skills }],
    ['INVALID_INPUT', { ...charter, name: 'Elm\u0000Street', skills }],
    ['INVALID_INPUT', { ...charter, language: 'no language', skills }],
    ['UnknownTemplate', { ...charter, template: 3, skills }],
    ['SkillCount', { ...charter, skills: [] }],
    ['SkillCount', { ...charter, skills: [0, 1, 2, 3].map((skill) => ({ skill, level: 1 })) }],
    ['DuplicateSkill', { ...charter, skills: [...skills, ...skills] }],
    ['LevelRange', { ...charter, skills: [{ skill: COOKING, level: 0 }] }],
    ['LevelRange', { ...charter, skills: [{ skill: COOKING, level: 11 }] }],
    ['LevelRange', { ...charter, skills: [{ skill: COOKING, level: 1.5 }] }],
    ['UNKNOWN_SKILL', { ...charter, skills: [{ skill: 36, level: 1 }] }],
    ['ForeignSkill', { ...charter, skills: [{ skill: PAINTING, level: 1 }] }],
  ])('founding: %s', async (code, input) => {
    await expect(createAndFound(town, { identity: stranger.identity, ...input })).rejects.toMatchObject({ code })
  })

  test('joining', async () => {
    const join = { identity: stranger.identity, communityId, skills }
    await expect(createAndJoin(town, { ...join, communityId: 0 })).rejects.toMatchObject({ code: 'INVALID_ID' })
    await expect(createAndJoin(town, { ...join, communityId: 99 })).rejects.toMatchObject({ code: 'UnknownCommunity' })
    await expect(createAndJoin(town, { ...join, skills: [{ skill: PAINTING, level: 1 }] })).rejects.toMatchObject({
      code: 'ForeignSkill',
      details: { skill: PAINTING, template: LIVING },
    })
    await expect(createAndJoin(town, { ...join, identity: ada.identity })).rejects.toMatchObject({
      code: 'WalletExists',
      details: { walletId: 1 },
    })
  })

  test.each([
    ['CommitmentRange', { commitment: 0 }],
    ['CommitmentRange', { commitment: 11 }],
    ['DurationRange', { durationDays: 0 }],
    ['DurationRange', { durationDays: 91 }],
    ['UNKNOWN_SKILL', { skill: -1 }],
    ['ForeignSkill', { skill: PAINTING }],
    ['RECORD_INVALID', { title: ' ' }],
    ['RECORD_INVALID', { title: 'x'.repeat(121) }],
    ['RECORD_INVALID', { title: 'two\nlines' }],
    ['RECORD_INVALID', { description: 'x'.repeat(5001) }],
    ['RECORD_INVALID', { description: 'bell \u0007' }],
  ])('creating a gig: %s', async (code, values) => {
    await expect(gigBy(ada, values)).rejects.toMatchObject({ code })
  })

  test('creating a gig without the credits', async () => {
    // Ada has 210 − 3 × 30 left of the 240 that an unvalidated member may spend.
    await expect(gigBy(ada, { skill: TEACHING, commitment: 10 })).rejects.toMatchObject({
      code: 'NotSpendable',
      details: { spendable: credits(120), amount: credits(240) },
    })
  })

  test('requests and codes', async () => {
    const { gigId } = await gigBy(ada)
    const other = await gigBy(cleo)
    const request = (identity = ben.identity) => requestGig(town, { identity, gigId, expiresInSeconds: 60 })
    await expect(request(ada.identity)).rejects.toMatchObject({ code: 'OwnGig' })
    await expect(request(cleo.identity)).rejects.toMatchObject({ code: 'SkillMissing' })
    await expect(request(stranger.identity)).rejects.toMatchObject({ code: 'NoWallet' })
    await expect(requestGig(town, { identity: ben.identity, gigId: 99n << 24n })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(
      requestGig(town, { identity: ben.identity, gigId, expiresInSeconds: 30 * 24 * 3600 + 1 }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' })

    const { text } = await request()
    const accept = (code: string, identity = ada.identity) => acceptRequest(town, { identity, gigId, code })
    await expect(accept('https://example.org')).rejects.toMatchObject({ code: 'NOT_A_CODE' })
    await expect(accept(text.replace('DITO1', 'DITO2'))).rejects.toMatchObject({ code: 'CODE_VERSION' })
    await expect(accept(text.slice(0, -1))).rejects.toMatchObject({ code: 'CODE_TRUNCATED' })
    await expect(accept(text.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).rejects.toMatchObject({
      code: 'CODE_ALTERED',
    })
    const code = decodeCode(text)
    await expect(accept(encodeCode({ ...code, chainId: 1 }))).rejects.toMatchObject({ code: 'CODE_OTHER_CHAIN' })
    await expect(accept(encodeCode({ ...code, walletId: 3 }))).rejects.toMatchObject({ code: 'SkillMissing' })
    await expect(accept(encodeCode({ ...code, expiry: code.expiry + 1 }))).rejects.toMatchObject({
      code: 'InvalidCode',
    })
    await expect(accept(encodeCode({ ...code, action: 'Completion', state: 'Submitted' }))).rejects.toMatchObject({
      code: 'CODE_KIND',
    })
    const elsewhere = { identity: cleo.identity, gigId: other.gigId, code: text }
    await expect(acceptRequest(town, elsewhere)).rejects.toMatchObject({ code: 'CODE_OTHER_GIG' })
    await expect(accept(text, cleo.identity)).rejects.toMatchObject({ code: 'NotParty' })
    const brief = await requestGig(town, { identity: ben.identity, gigId, expiresInSeconds: 1 })
    await sleep(2100)
    await expect(accept(brief.text)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })

    await accept(text)
    await expect(accept(text)).rejects.toMatchObject({ code: 'CODE_USED' })
    await expect(request()).rejects.toMatchObject({ code: 'WrongState', details: { state: GigState.indexOf('Taken') } })
    await expect(cancelGig(town, { identity: ada.identity, gigId })).rejects.toMatchObject({ code: 'WrongState' })
    await expect(leave(town, { identity: ben.identity })).rejects.toMatchObject({ code: 'EngagedInGigs' })
    const submission = { records: ben.records, gigId, text: 'Tea is ready.' }
    await expect(submitGig(town, { ...submission, text: '' })).rejects.toMatchObject({ code: 'RECORD_INVALID' })
    await expect(submitGig(town, { ...submission, records: cleo.records })).rejects.toMatchObject({ code: 'NotParty' })
    await expect(signCompletion(town, { identity: ben.identity, gigId })).rejects.toMatchObject({ code: 'WrongState' })
    await submitGig(town, submission)
    await expect(signCompletion(town, { identity: ada.identity, gigId })).rejects.toMatchObject({ code: 'NotParty' })
    const completion = await signCompletion(town, { identity: ben.identity, gigId })
    await completeGig(town, { identity: ada.identity, gigId, code: completion.text })
    await expect(completeGig(town, { identity: ada.identity, gigId, code: completion.text })).rejects.toMatchObject({
      code: 'CODE_USED',
    })

    await expect(gigBy(ada)).rejects.toMatchObject({ code: 'RatingsDue' })
    await expect(rateGig(town, { identity: ada.identity, gigId, rating: 0 })).rejects.toMatchObject({
      code: 'RatingRange',
    })
    await expect(rateGig(town, { identity: cleo.identity, gigId, rating: 5 })).rejects.toMatchObject({
      code: 'NotWalletOwner',
    })
    await rateGig(town, { identity: ada.identity, gigId, rating: 8 })
    await expect(rateGig(town, { identity: ada.identity, gigId, rating: 8 })).rejects.toMatchObject({
      code: 'WrongState',
    })
    await expect(leave(town, { identity: cleo.identity })).rejects.toMatchObject({ code: 'OpenGigsLeft' })
    await cancelGig(town, { identity: cleo.identity, gigId: other.gigId })
  })

  test('transfers', async () => {
    const send = (from: Resident, to: Resident | Person, amount: bigint) =>
      transfer(town, { identity: from.identity, communityId, to: to.identity.owner.address, amount })
    await expect(send(ada, ben, credits(1))).rejects.toMatchObject({ code: 'NotValidated' })
    await expect(send(ben, stranger, credits(1))).rejects.toMatchObject({ code: 'NotMember' })
    await expect(send(ben, ada, credits(5000))).rejects.toMatchObject({ code: 'NotSpendable' })
    await expect(send(ben, ada, 0n)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(send(ben, ada, -1n)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('what is not there, and nodes that do not answer', async () => {
    await expect(getGig(town, { gigId: 1n << 40n })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(getCommunity(town, { communityId: 77 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const nowhere = createTown({ url: 'http://127.0.0.1:1' })
    await expect(getCommunity(nowhere, { communityId: 1 })).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE' })
  })
})

describe('who leaves reads nothing that is written afterwards', () => {
  test('a new epoch begins', async () => {
    const gig = { records: ada.records, skill: COOKING, commitment: 1, durationDays: 7, title: 'Jam' }
    const { gigId, record } = await createGig(town, gig)
    await writeComment(town, { records: ada.records, gigId, text: 'before' })
    const { text } = await requestGig(town, { identity: ben.identity, gigId })
    await acceptRequest(town, { identity: ada.identity, gigId, code: text })

    await leave(town, { identity: cleo.identity })
    expect(await getCommunity(town, { communityId })).toMatchObject({ epoch: 2, members: 2, active: false })
    expect(await getWallet(town, { walletId: cleo.walletId })).toMatchObject({
      communityId: null,
      balance: 0n,
      carried: credits(2060 - 60 + 28),
    })

    const { recordId } = await writeComment(town, { records: ada.records, gigId, text: 'after' })
    const { work } = await submitGig(town, { records: ben.records, gigId, text: 'Plum.' })
    const texts = (await listComments({ records: ben.records, gigRecord: record })).map(({ content }) => content.text)
    expect(texts).toHaveLength(2)
    expect(texts).toEqual(expect.arrayContaining(['before', 'after']))
    expect(await getRecord(town, { records: ben.records, recordId })).toMatchObject({ epoch: 2 })

    // Cleo still has what she could read before, and no more.
    const byCleo = (id: `0x${string}`) => getRecord(town, { records: cleo.records, recordId: id })
    expect(await byCleo(record)).toMatchObject({ epoch: 1, content: { title: 'Jam' } })
    await expect(byCleo(work)).rejects.toMatchObject({ code: 'EPOCH_KEY_MISSING', details: { epoch: 2 } })
    await expect(byCleo(recordId)).rejects.toMatchObject({ code: 'EPOCH_KEY_MISSING' })
    const cipherText = await (await fetch(`${town.url}/api/records/${toNostrHex(work)}`)).json()
    const oldKey = cleo.records.keyring.find(communityId, 1) ?? new Uint8Array(32)
    expect(() => openRecord(cipherText, oldKey)).toThrow(expect.objectContaining({ code: 'RECORD_UNDECIPHERABLE' }))
    await expect(listComments({ records: cleo.records, gigRecord: record })).rejects.toMatchObject({
      code: 'RELAY_REFUSED',
    })
    await expect(writeComment(town, { records: cleo.records, gigId, text: 'me too' })).rejects.toMatchObject({
      code: 'EPOCH_KEY_MISSING',
    })
    // With all that waits in the mailbox, from the beginning.
    const again = await openRecords(town, { identity: cleo.identity })
    expect(again.keyring.find(communityId, 1)).toHaveLength(32)
    expect(again.keyring.find(communityId, 2)).toBeUndefined()
    again.close()
    expect(await sumOfCredits()).toBe(credits(96_000))

    await expect(createGig(town, gig)).rejects.toMatchObject({ code: 'CommunityInactive' })

    const { walletId } = await createAndJoin(town, {
      identity: stranger.identity,
      communityId,
      skills: [{ skill: GARDENING, level: 2 }],
    })
    const dan = await settleIn(town, { person: stranger, walletId, communityId, epoch: 2 })
    try {
      const earlier = await getRecord(town, { records: dan.records, recordId: record })
      expect(earlier).toMatchObject({ epoch: 1, content: { title: 'Jam' } })
      expect(await listComments({ records: dan.records, gigRecord: record })).toHaveLength(2)
    } finally {
      dan.records.close()
    }
  })
})

const PRIVATE_TEXTS = [
  'Soup for twelve',
  'No meat, please.',
  'There are leeks',
  'Leek and potato',
  'Two loaves.',
  'Plum.',
]

/** Keys of people and of the town. */
const privateKeys = (): readonly Uint8Array[] => {
  const epochs = [1, 2].map((epoch) => ada.records.keyring.find(communityId, epoch) ?? new Uint8Array())
  return [
    ...epochs,
    ...[ada.identity, ben.identity].flatMap(({ secret, messagingSecret }) => [secret, messagingSecret]),
  ]
}

const formsOf = (bytes: Uint8Array): readonly string[] => {
  const buffer = Buffer.from(bytes)
  // Without the padding, which depends on what follows.
  return [buffer.toString('hex'), buffer.toString('base64').replace(/.?=+$/, ''), buffer.toString('base64url')]
}

describe('who takes the database away, without the secret of the steward', () => {
  /** Every row of every table; bytes are in hex. */
  const dump = async (): Promise<string> => {
    const { pool } = node.node
    const tables = await pool.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    )
    const rows = await Promise.all(
      tables.rows.map(({ name }) => pool.query<{ row: string }>(`select t::text as row from ${name} t`)),
    )
    return rows.flatMap((result) => result.rows.map(({ row }) => row)).join('\n')
  }

  test('reads nothing that was written for members, and finds no key', async () => {
    const text = (await dump()).toLowerCase()
    const includes = (form: string) => text.includes(form.toLowerCase())
    // What is public stands there.
    expect(['Lime Street', ...formsOf(Buffer.from('Lime Street'))].some(includes)).toBe(true)
    for (const each of PRIVATE_TEXTS) expect([each, ...formsOf(Buffer.from(each))].filter(includes)).toEqual([])
    for (const key of privateKeys()) {
      expect(key).toHaveLength(32)
      expect(formsOf(key).filter(includes)).toEqual([])
    }
  })
})

describe('who reads the log of all this, at its most talkative', () => {
  const VISITOR = '203.0.113.77'

  test('finds what went wrong, but nobody and nothing private', async () => {
    const { pool } = node.node
    // What people send in errors, and faults of the node that quote what they were given.
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': VISITOR }
    await fetch(`${node.url}/api/relay`, { method: 'POST', headers, body: '{"text":"No meat, please."' })
    await pool.query('alter table chain.statement rename to hidden')
    await expect(
      createGig(town, { records: ada.records, skill: COOKING, commitment: 1, durationDays: 7, title: 'Plum.' }),
    ).rejects.toMatchObject({ code: 'NOT_READY' })
    await pool.query('alter table chain.hidden rename to statement')
    await pool.query('alter table town.backup rename to hidden')
    await fetch(`${node.url}/api/backups/${ada.identity.owner.address}`, { headers: { 'x-forwarded-for': VISITOR } })
    await pool.query('alter table town.hidden rename to backup')
    const log = readFileSync(join(node.home, 'log/node.log'), 'utf8')
    for (const line of log.trim().split('\n')) expect(Object.keys(JSON.parse(line))).toContain('level')
    expect(log).toContain('a request failed')
    expect(log).toContain('a listener failed at a block')
    // Keys, ids and signatures have at least 64 digits.
    expect(log.match(/[0-9a-f]{64}/gi)).toBeNull()
    for (const text of [...PRIVATE_TEXTS, VISITOR]) expect(log).not.toContain(text)
    for (const form of privateKeys().flatMap(formsOf)) expect(log).not.toContain(form)
  })
})
