import {
  acceptRequest,
  CREDIT,
  cancelGig,
  changeSkills,
  claimCarried,
  completeGig,
  completeUnreviewed,
  createAndFound,
  createAndJoin,
  createGig,
  createIdentity,
  createTown,
  decryptIdentity,
  encryptIdentity,
  findWalletByOwner,
  follow,
  found,
  getBackup,
  getCommunity,
  getGig,
  getRecord,
  getWallet,
  getWalletGigs,
  giveUpGig,
  join,
  lapseVerification,
  leave,
  listCommunities,
  openRecords,
  rateByDefault,
  reclaimGig,
  relocate,
  requestChanges,
  requestGig,
  saveBackup,
  setMessagingKey,
  setProfile,
  settle,
  settleGig,
  signCompletion,
  submitGig,
  type Town,
} from '@distributed-town/sdk'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../apps/node/test/node.ts'
import { createPerson, type Resident, settleIn } from './resident.ts'

// The acts that the main story doesn't need, on a real node whose time the tests move. They follow each other.

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const DAY = 24 * 60 * 60
const COMPANY = 8
const HOUSEHOLDING = 9
const GARDENING = 10
const COOKING = 11
const PAINTING = 17 // of the second template
const TOKENOMICS = 25 // of the third

const credits = (whole: number) => BigInt(whole) * CREDIT

let node: TestNode
let town: Town
let offset = 0
let communityId: number
let ada: Resident
let ben: Resident
let cleo: Resident

const advance = (seconds: number) => {
  offset += seconds * 1000
  node.advance(seconds)
}

beforeAll(async () => {
  node = await startTestNode()
  town = createTown({ url: node.url, clock: () => Date.now() + offset })
  const [a, b, c] = [createPerson(town, 'Ada'), createPerson(town, 'Ben'), createPerson(town, 'Cleo')]
  const founded = await createAndFound(town, {
    identity: a.identity,
    template: 0,
    name: 'Lime Street',
    purpose: 'To try every act.',
    skills: [{ skill: COMPANY, level: 5 }],
  })
  communityId = founded.communityId
  const cooks = { communityId, skills: [{ skill: COOKING, level: 5 }] }
  const ofBen = await createAndJoin(town, { identity: b.identity, ...cooks })
  const ofCleo = await createAndJoin(town, { identity: c.identity, ...cooks })
  const at = { communityId, epoch: 1 }
  ada = await settleIn(town, { ...at, person: a, walletId: founded.walletId })
  ben = await settleIn(town, { ...at, person: b, walletId: ofBen.walletId })
  cleo = await settleIn(town, { ...at, person: c, walletId: ofCleo.walletId })
})

afterAll(async () => {
  for (const resident of [ada, ben, cleo]) resident?.records.close()
  await node?.stop()
})

const offer = async (): Promise<bigint> => {
  const { records } = ada
  const gig = { records, skill: COOKING, commitment: 2, durationDays: 1, title: 'Soup' }
  return (await createGig(town, gig)).gigId
}

const take = async (gigId: bigint, { identity }: Resident) => {
  const { text } = await requestGig(town, { identity, gigId })
  await acceptRequest(town, { identity: ada.identity, gigId, code: text })
}

describe('keys', () => {
  const passphrase = 'a garden full of leeks'

  test('a backup on the node brings an identity back', async () => {
    const { owner } = ada.identity
    await expect(getBackup(town, { address: owner.address })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await saveBackup(town, {
      identity: ada.identity,
      backup: encryptIdentity(town, { identity: ada.identity, passphrase }),
    })
    const backup = await getBackup(town, { address: owner.address })
    expect(decryptIdentity({ backup, passphrase }).secret).toEqual(ada.identity.secret)
  })

  test('an older backup does not replace a later one', async () => {
    const earlier = { ...town, clock: () => town.clock() - 60_000 }
    const backup = encryptIdentity(earlier, { identity: ada.identity, passphrase })
    await expect(saveBackup(earlier, { identity: ada.identity, backup })).rejects.toMatchObject({
      code: 'BACKUP_OUTDATED',
    })
  })

  test('a new messaging key receives the keys of the town', async () => {
    const { messagingKey, messagingSecret } = createIdentity(town.random(32))
    const { transactionHash } = await setMessagingKey(town, { identity: cleo.identity, messagingKey })
    expect(transactionHash).toMatch(/^0x/)
    expect(await getWallet(town, { walletId: cleo.walletId })).toMatchObject({ messagingKey })
    cleo.records.close()
    const identity = { ...cleo.identity, messagingKey, messagingSecret }
    cleo = await settleIn(town, { person: { name: 'Cleo', identity }, walletId: cleo.walletId, communityId, epoch: 1 })
  })

  test('a profile is for neighbours; its hash stands on the wallet', async () => {
    const { profile } = await setProfile(town, { records: ben.records, name: 'Ben', about: 'Cooks since 1999.' })
    expect(await getWallet(town, { walletId: ben.walletId })).toMatchObject({ profile })
    expect(await getRecord(town, { records: ada.records, recordId: profile })).toMatchObject({
      content: { name: 'Ben', about: 'Cooks since 1999.' },
    })
  })
})

describe('gigs that go another way', () => {
  test('given up: the taker is barred for 30 days', async () => {
    const gigId = await offer()
    await take(gigId, ben)
    await expect(giveUpGig(town, { identity: ada.identity, gigId })).rejects.toMatchObject({ code: 'NotParty' })
    await giveUpGig(town, { identity: ben.identity, gigId })
    expect(await getGig(town, { gigId })).toMatchObject({ state: 'Open', taker: null, round: 1 })
    expect(await getWallet(town, { walletId: ben.walletId })).toMatchObject({ abandonedGigs: 1 })
    await expect(requestGig(town, { identity: ben.identity, gigId })).rejects.toMatchObject({
      code: 'RequesterBanned',
      details: { walletId: ben.walletId },
    })
    await cancelGig(town, { identity: ada.identity, gigId })
    expect(await getGig(town, { gigId })).toMatchObject({ state: 'Cancelled' })
  })

  test('reclaimed after the deadline', async () => {
    const gigId = await offer()
    await take(gigId, cleo)
    await expect(reclaimGig(town, { identity: ada.identity, gigId })).rejects.toMatchObject({ code: 'TooEarly' })
    advance(DAY + 60)
    await reclaimGig(town, { identity: ada.identity, gigId })
    expect(await getGig(town, { gigId })).toMatchObject({ state: 'Open', taker: null })
    await cancelGig(town, { identity: ada.identity, gigId })
    advance(31 * DAY)
  })

  test('changes asked for and never made: half for each', async () => {
    const gigId = await offer()
    await take(gigId, ben)
    await submitGig(town, { records: ben.records, gigId, text: 'First try.' })
    const early = await signCompletion(town, { identity: ben.identity, gigId })
    await requestChanges(town, { identity: ada.identity, gigId })
    expect(await getGig(town, { gigId })).toMatchObject({ state: 'Taken', changes: 1 })
    await submitGig(town, { records: ben.records, gigId, text: 'Second try.' })
    // A consent to the first submission is none to the second.
    await expect(completeGig(town, { identity: ada.identity, gigId, code: early.text })).rejects.toMatchObject({
      code: 'CODE_USED',
    })
    await requestChanges(town, { identity: ada.identity, gigId })
    await expect(settleGig(town, { identity: ben.identity, gigId })).rejects.toMatchObject({ code: 'TooEarly' })
    advance(7 * DAY + 60)
    await settleGig(town, { identity: ben.identity, gigId })
    expect(await getGig(town, { gigId })).toMatchObject({ state: 'Settled' })
    expect(await getWallet(town, { walletId: ben.walletId })).toMatchObject({
      balance: credits(2030 + 6),
      settledGigs: 1,
    })
  })

  test('nobody reviews, nobody rates: both end by time', async () => {
    const gigId = await offer()
    await take(gigId, cleo)
    await submitGig(town, { records: cleo.records, gigId, text: 'On your doorstep.' })
    const ofCleo = { identity: cleo.identity, gigId }
    await expect(lapseVerification(town, ofCleo)).rejects.toMatchObject({ code: 'WrongState' })
    await expect(completeUnreviewed(town, ofCleo)).rejects.toMatchObject({ code: 'TooEarly' })
    advance(14 * DAY + 60)
    await completeUnreviewed(town, ofCleo)
    await expect(rateByDefault(town, ofCleo)).rejects.toMatchObject({ code: 'TooEarly' })
    advance(14 * DAY + 60)
    await rateByDefault(town, ofCleo)
    expect(await getGig(town, { gigId })).toMatchObject({ state: 'Rated', rating: 5, ratingCounted: true })
    const { asCreator, asTaker } = await getWalletGigs(town, { walletId: cleo.walletId })
    expect(asCreator).toEqual([])
    expect(asTaker.map(({ id }) => id)).toEqual([gigId])
  })

  test('nobody takes it: anyone cancels after 90 days', async () => {
    const gigId = await offer()
    await expect(cancelGig(town, { identity: ben.identity, gigId })).rejects.toMatchObject({ code: 'TooEarly' })
    advance(90 * DAY + 60)
    await cancelGig(town, { identity: ben.identity, gigId })
    expect(await getGig(town, { gigId })).toMatchObject({ state: 'Cancelled' })
  })
})

describe('skills and residence', () => {
  test('skills change once in 30 days, and the grant with them', async () => {
    const skills = [
      { skill: COMPANY, level: 9 },
      { skill: HOUSEHOLDING, level: 10 },
    ]
    await changeSkills(town, { identity: ada.identity, skills })
    // The skill that stays keeps its level.
    expect(await getWallet(town, { walletId: ada.walletId })).toMatchObject({
      skills: [
        { skill: COMPANY, level: 5 },
        { skill: HOUSEHOLDING, level: 10 },
      ],
      granted: credits(2090),
    })
    const again = changeSkills(town, { identity: ada.identity, skills: [{ skill: GARDENING, level: 1 }] })
    await expect(again).rejects.toMatchObject({ code: 'SkillsChangedRecently' })
  })

  test('settling and following change nothing when nothing is due', async () => {
    const before = await getWallet(town, { walletId: ben.walletId })
    await settle(town, { identity: ada.identity, walletId: ben.walletId })
    await follow(town, { identity: ada.identity, walletId: ben.walletId })
    expect(await getWallet(town, { walletId: ben.walletId })).toEqual(before)
    await expect(settle(town, { identity: ada.identity, walletId: 99 })).rejects.toMatchObject({
      code: 'UnknownWallet',
    })
    await expect(follow(town, { identity: ada.identity, walletId: 0 })).rejects.toMatchObject({ code: 'INVALID_ID' })
  })

  test('relocating brings the credits along and the keys of the new town', async () => {
    const dan = createPerson(town, 'Dan')
    const elsewhere = await createAndFound(town, {
      identity: dan.identity,
      template: 1,
      name: 'Painters’ Row',
      purpose: 'To paint.',
      skills: [{ skill: PAINTING, level: 1 }],
    })
    const move = { identity: cleo.identity, communityId: elsewhere.communityId }
    await expect(relocate(town, { ...move, communityId })).rejects.toMatchObject({ code: 'SameCommunity' })
    await expect(relocate(town, { ...move, skills: [{ skill: TOKENOMICS, level: 1 }] })).rejects.toMatchObject({
      code: 'ForeignSkill',
    })
    const { balance } = await getWallet(town, { walletId: cleo.walletId })
    await relocate(town, { ...move, skills: [{ skill: PAINTING, level: 5 }] })
    // What painting at level 5 calls for beyond cooking at level 5: 60 − 30.
    expect(await getWallet(town, { walletId: cleo.walletId })).toMatchObject({
      communityId: elsewhere.communityId,
      balance: balance + credits(30),
      carried: 0n,
    })
    await cleo.records.keyring.wait(elsewhere.communityId, 1, 15_000)
    await expect(claimCarried(town, { identity: cleo.identity })).rejects.toMatchObject({ code: 'NothingToClaim' })
    const { items } = await listCommunities(town)
    expect(items.map(({ name, members }) => [name, members]).sort()).toEqual([
      ['Lime Street', 2],
      ['Painters’ Row', 2],
    ])
  })

  test('leaving and coming back', async () => {
    const { balance } = await getWallet(town, { walletId: ben.walletId })
    await expect(join(town, { identity: ben.identity, communityId })).rejects.toMatchObject({ code: 'AlreadyMember' })
    await leave(town, { identity: ben.identity })
    const skills = [{ skill: COOKING, level: 9 }]
    await expect(join(town, { identity: ben.identity, communityId, skills })).rejects.toMatchObject({
      code: 'SkillsKept',
    })
    await join(town, { identity: ben.identity, communityId })
    expect(await getWallet(town, { walletId: ben.walletId })).toMatchObject({ communityId, balance, carried: 0n })
    // Two left since the beginning.
    expect(await getCommunity(town, { communityId })).toMatchObject({ epoch: 3, members: 2 })
    await ben.records.keyring.wait(communityId, 3, 15_000)
  })

  test('a resident leaves and founds a town of the same template', async () => {
    await leave(town, { identity: ben.identity })
    const texts = { name: 'Elm Street', purpose: 'A second beginning.' }
    const founded = await found(town, { identity: ben.identity, template: 0, ...texts })
    expect(founded).toMatchObject({ communityId: 3, walletId: ben.walletId })
    const records = await openRecords(town, { identity: ben.identity })
    await records.keyring.wait(founded.communityId, 1, 15_000)
    records.close()
  })
})

const readNonce = async () => {
  const response = await fetch(`${node.url}/api/nonces/${ada.identity.owner.address}`)
  return BigInt(((await response.json()) as { readonly nonce: string }).nonce)
}

test('an act whose answer gets lost is done once, and answered', async () => {
  let lost = 0
  const losing = createTown({
    url: node.url,
    clock: () => Date.now() + offset,
    fetch: async (input, init) => {
      const response = await fetch(input, init)
      if (!String(input).endsWith('/api/relay') || lost > 0) return response
      await response.text()
      lost += 1
      throw new TypeError('the connection was lost')
    },
  })
  const before = await readNonce()
  expect(await setProfile(losing, { records: ada.records, name: 'Ada' })).toMatchObject({
    blockNumber: expect.any(Number),
  })
  expect(lost).toBe(1)
  expect(await readNonce()).toBe(before + 1n)
})

test('several acts of one person at once all arrive', async () => {
  const names = ['one', 'two', 'three']
  const nonce = await readNonce()
  await Promise.all(names.map((name) => setProfile(town, { records: ada.records, name })))
  expect(await readNonce()).toBe(nonce + BigInt(names.length))
})

test('acts that share a transaction are told what is their own', async () => {
  const people = Array.from({ length: 6 }, (_, i) => createPerson(town, `Founder ${i}`))
  const founded = await Promise.all(
    people.map(({ identity, name }) =>
      createAndFound(town, {
        identity,
        template: 0,
        name,
        purpose: 'To be founded with others.',
        skills: [{ skill: COMPANY, level: 1 }],
      }),
    ),
  )
  expect(new Set(founded.map(({ transactionHash }) => transactionHash)).size).toBeLessThan(people.length)
  for (const [i, { walletId, communityId: own }] of founded.entries()) {
    expect(await findWalletByOwner(town, { owner: people[i]?.identity.owner.address ?? '0x' })).toMatchObject({
      id: walletId,
      communityId: own,
    })
    expect(await getCommunity(town, { communityId: own })).toMatchObject({ name: people[i]?.name })
  }
})
