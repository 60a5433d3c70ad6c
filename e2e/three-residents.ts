// npm run story -- [url]: three residents of a new town reach a rated gig on a running node, told step by step.
import {
  acceptRequest,
  CREDIT,
  completeGig,
  createAndFound,
  createAndJoin,
  createGig,
  createTown,
  getCommunity,
  getGig,
  getHealth,
  getRecord,
  getStatement,
  getWallet,
  isTownError,
  listComments,
  openRecords,
  previewScore,
  rateGig,
  requestGig,
  signCompletion,
  skills,
  submitGig,
  writeComment,
} from '@distributed-town/sdk'
import { createPerson, type Person, type Resident, settleIn } from './resident.ts'

const COOKING = 11
const TEACHING = 7
const GARDENING = 10

const say = (line: string) => process.stdout.write(`${line}\n`)
const dito = (amount: bigint) => `${Number(amount) / Number(CREDIT)} DITO`
const points = (score: number | null) => (score === null ? 'none yet' : (score / 100).toFixed(2))

const url = process.argv[2] ?? 'http://127.0.0.1:4680'
const town = createTown({ url })
const { chainId, height, version } = await getHealth(town).catch((error: unknown) => {
  if (!isTownError(error, 'HTTP_UNREACHABLE')) throw error
  process.stderr.write(`No node answers at ${url}. Start one with npm start, or name another: npm run story -- <url>\n`)
  process.exit(1)
})
say(`Node ${version} at ${url}: chain ${chainId}, block ${height}.`)

const [ada, ben, cleo, stranger] = ['Ada', 'Ben', 'Cleo', 'a stranger'].map((name) => createPerson(town, name)) as [
  Person,
  Person,
  Person,
  Person,
]

say('\n1. Ada founds a town.')
const founded = await createAndFound(town, {
  identity: ada.identity,
  template: 0,
  name: 'Lime Street',
  purpose: 'Neighbours who cook, teach and garden for each other.',
  place: 'Around the lime tree',
  language: 'en',
  skills: [{ skill: TEACHING, level: 6 }],
})
const { communityId } = founded
say(`   Town ${communityId} in block ${founded.blockNumber}; Ada's Skill Wallet is number ${founded.walletId}.`)

say('\n2. Ben and Cleo join; the third member activates it.')
const benJoined = await createAndJoin(town, {
  identity: ben.identity,
  communityId,
  skills: [{ skill: COOKING, level: 5 }],
})
const preview = previewScore({ community: await getCommunity(town, { communityId }), skills: [GARDENING] })
const cleoJoined = await createAndJoin(town, {
  identity: cleo.identity,
  communityId,
  skills: [{ skill: GARDENING, level: 4 }],
})
const joined = await getCommunity(town, { communityId })
say(`   Active: ${joined.active}. Score ${points(joined.score)}, foreseen ${points(preview.after)}.`)
for (const { walletId, balance, spendable } of joined.roster) {
  say(`   Wallet ${walletId}: ${dito(balance)}, ${dito(spendable)} of it spendable.`)
}

say('\n3. The steward passes the key of the thread on to each of them.')
const at = { communityId, epoch: joined.epoch }
const residents: readonly Resident[] = [
  await settleIn(town, { ...at, person: ada, walletId: founded.walletId }),
  await settleIn(town, { ...at, person: ben, walletId: benJoined.walletId }),
  await settleIn(town, { ...at, person: cleo, walletId: cleoJoined.walletId }),
]
const [adaHere, benHere, cleoHere] = residents as [Resident, Resident, Resident]
say(`   Ada, Ben and Cleo have the key of epoch ${joined.epoch}.`)

say('\n4. Ada offers a gig; what it says is encrypted for the town.')
const { gigId, record } = await createGig(town, {
  records: adaHere.records,
  skill: COOKING,
  commitment: 5,
  durationDays: 7,
  title: 'Soup for twelve',
  description: 'For the reading evening on Friday.',
})
const offered = await getGig(town, { gigId })
say(
  `   Gig ${gigId}: ${skills[offered.skill]?.name}, ${dito(offered.credits)} in escrow, record ${record.slice(0, 10)}…`,
)
const read = await getRecord(town, { records: benHere.records, recordId: record })
if ('title' in read.content) say(`   Ben reads: "${read.content.title}"`)
const outside = await openRecords(town, { identity: stranger.identity })
try {
  await getRecord(town, { records: outside, recordId: record })
} catch (error) {
  if (!isTownError(error)) throw error
  say(`   A stranger gets the cipher text and no key: ${error.code}.`)
} finally {
  outside.close()
}

say('\n5. Ben asks for it with a signed code, Ada scans and accepts.')
const request = await requestGig(town, { identity: ben.identity, gigId })
say(`   ${request.text.slice(0, 40)}… (${request.text.length} characters)`)
await acceptRequest(town, { identity: ada.identity, gigId, code: request.text })

say('\n6. Cleo comments, Ben reads it and hands in the work.')
await writeComment(town, { records: cleoHere.records, gigId, text: 'There are leeks in my garden, take some.' })
for (const { content } of await listComments({ records: benHere.records, gigRecord: record })) {
  say(`   "${content.text}"`)
}
await submitGig(town, { records: benHere.records, gigId, text: 'Leek and potato, in the kitchen of number 12.' })

say('\n7. Ben signs the completion, Ada completes and rates.')
const completion = await signCompletion(town, { identity: ben.identity, gigId })
await completeGig(town, { identity: ada.identity, gigId, code: completion.text })
await rateGig(town, { identity: ada.identity, gigId, rating: 9 })
const rated = await getGig(town, { gigId })
say(`   The gig is ${rated.state} with ${rated.rating}; it counts: ${rated.ratingCounted}.`)

say('\n8. The books.')
const after = await getCommunity(town, { communityId })
for (const { name, walletId } of residents) {
  const { balance } = await getWallet(town, { walletId })
  const { items } = await getStatement(town, { walletId })
  const entries = items.map(({ kind, amount }) => `${kind} ${dito(amount)}`).reverse()
  say(`   ${name}: ${dito(balance)} (${entries.join(', ')})`)
}
say(`   Treasury account ${dito(after.treasury)}, vault ${dito(after.vault)}, escrow ${dito(after.escrow)}.`)
const sum = after.roster.reduce((total, { balance }) => total + balance, after.treasury + after.vault + after.escrow)
say(`   Together ${dito(sum)}.`)

for (const { records } of residents) records.close()
