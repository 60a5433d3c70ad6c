import { setTimeout as sleep } from 'node:timers/promises'
import {
  acceptRequest,
  cancelGig,
  completeGig,
  createGig,
  type Gig,
  getGig,
  getRecord,
  isTownError,
  listComments,
  listGigs,
  MAX_PAGE,
  RecordKind,
  rateGig,
  requestChanges,
  requestGig,
  signCompletion,
  submitGig,
  type Town,
  writeComment,
} from '@distributed-town/sdk'
import type { Acts } from './acts.ts'
import type { Resident } from './residents.ts'
import { type GigStory, skillOf } from './story.ts'

type Stage = {
  readonly acts: Acts
  readonly communityId: number
  readonly language: string
  readonly residentOf: (name: string) => Resident
}

/** A gig of the story on its way; what the chain says of it is kept up to date here. */
type Job = {
  readonly story: GigStory
  readonly creator: Resident
  gigId: bigint | undefined
  state: Gig['state']
  changes: number
  /** Somebody decided otherwise, as a visitor may: the gig is left as it is. */
  isLeft: boolean
}

/** Brings all gigs of all rounds to their ends, from wherever they are. */
export const playRounds = async (
  town: Town,
  { rounds, isNew, ...stage }: Stage & { readonly rounds: readonly (readonly GigStory[])[]; readonly isNew: boolean },
): Promise<void> => {
  const creators = [...new Set(rounds.flat().map(({ by }) => by))]
  const present = isNew ? new Map<string, Gig>() : await findGigs(town, { ...stage, creators })
  for (const round of rounds) {
    const jobs = round.map((story): Job => {
      const creator = stage.residentOf(story.by)
      const gig = present.get(nameOf(creator, story.title))
      return {
        story,
        creator,
        gigId: gig?.id,
        state: gig?.state ?? 'Open',
        changes: gig?.changes ?? 0,
        isLeft: false,
      }
    })
    await playRound(town, { ...stage, jobs })
  }
}

/** All gigs take each step before any takes the next one. */
const playRound = async (
  town: Town,
  { acts, language, residentOf, jobs }: Omit<Stage, 'communityId'> & { readonly jobs: readonly Job[] },
): Promise<void> => {
  /** What one person signs comes in order. */
  const step = async (signerOf: (job: Job) => string, act: (job: Job) => Promise<void>) => {
    await Promise.all(
      [...Map.groupBy(jobs, signerOf).values()].map(async (group) => {
        for (const job of group) {
          if (!job.isLeft) job.isLeft = (await acts.try(() => act(job))) === undefined
        }
      }),
    )
  }
  const byCreator = ({ story }: Job) => story.by
  const byTaker = ({ story }: Job) => takerOf(story) ?? ''

  await step(byCreator, async (job) => {
    if (job.gigId !== undefined) return
    const { skill, commitment, title, about, days = DAYS } = job.story
    const terms = { skill: skillOf(skill), commitment, durationDays: days, title, description: about, language }
    job.gigId = (await createGig(town, { ...terms, records: job.creator.records })).gigId
  })
  await step(byCreator, async ({ story, creator, gigId, ...job }) => {
    if (story.end !== 'cancelled' || job.state !== 'Open' || gigId === undefined) return
    await cancelGig(town, { identity: creator.identity, gigId })
  })
  await step(byCreator, async (job) => {
    const taker = takerOf(job.story)
    if (taker === undefined || job.state !== 'Open' || job.gigId === undefined) return
    const { gigId, creator } = job
    const { text } = await requestGig(town, { identity: residentOf(taker).identity, gigId })
    await acceptRequest(town, { identity: creator.identity, gigId, code: text })
    job.state = 'Taken'
  })
  const talking = Promise.all(jobs.map((job) => talk(town, { job, acts, residentOf })))
  await step(byTaker, async (job) => {
    const { story, gigId } = job
    if (!('work' in story) || job.state !== 'Taken' || job.changes > 0 || gigId === undefined) return
    await submitGig(town, { records: residentOf(story.taker).records, gigId, text: story.work })
    job.state = 'Submitted'
  })
  await step(byCreator, async ({ story, creator, gigId, ...job }) => {
    if (story.end !== 'changes' || job.state !== 'Submitted' || gigId === undefined) return
    await requestChanges(town, { identity: creator.identity, gigId })
  })
  await step(byCreator, async (job) => {
    const { story, creator, gigId } = job
    if ((story.end !== 'completed' && story.end !== 'rated') || job.state !== 'Submitted' || gigId === undefined) return
    const { text } = await signCompletion(town, { identity: residentOf(story.taker).identity, gigId })
    await completeGig(town, { identity: creator.identity, gigId, code: text })
    job.state = 'Completed'
  })
  await step(byCreator, async ({ story, creator, gigId, state }) => {
    if (story.end !== 'rated' || state !== 'Completed' || gigId === undefined) return
    await rateGig(town, { identity: creator.identity, gigId, rating: story.rating })
  })
  await talking
}

/** What is said about a gig, in its order; those who ask for it send their code along. */
const talk = async (
  town: Town,
  { job, acts, residentOf }: { readonly job: Job } & Pick<Stage, 'acts' | 'residentOf'>,
): Promise<void> => {
  const { story, gigId, creator, state } = job
  if (gigId === undefined) return
  const requests = story.end === 'requested' && state === 'Open' ? story.requests : []
  const lines = [
    ...requests.map(([who, text]) => ({ who, text, isRequest: true })),
    ...(story.talk ?? []).map(([who, text]) => ({ who, text, isRequest: false })),
  ]
  if (lines.length === 0) return
  const said = await acts.try(async () => {
    const { record } = await getGig(town, { gigId })
    return await listComments({ records: creator.records, gigRecord: record })
  })
  for (const { who, text, isRequest } of lines) {
    if (said?.result.some(({ content }) => content.text.split('\n')[0] === text)) continue
    await acts.try(async () => {
      const { identity, records } = residentOf(who)
      const code = isRequest ? `\n${(await requestGig(town, { identity, gigId })).text}` : ''
      await writeComment(town, { records, gigId, text: `${text}${code}` })
    })
    // Comments are shown in the order of their seconds.
    await sleep(SECOND_MS)
  }
}

/** The gigs of a town by `nameOf`: nobody of the stories offers two of one title. */
const findGigs = async (
  town: Town,
  { communityId, residentOf, creators }: Pick<Stage, 'communityId' | 'residentOf'> & { creators: readonly string[] },
): Promise<ReadonlyMap<string, Gig>> => {
  const found = new Map<string, Gig>()
  const byKey = new Map(creators.map(residentOf).map((resident) => [resident.identity.messagingKey, resident]))
  for (let after: string | null | undefined; after !== null; ) {
    const page = await listGigs(town, { communityId, limit: MAX_PAGE, ...(after && { after }) })
    for (const gig of page.items) {
      const [reader] = byKey.values()
      if (!reader) return found
      const record = await getRecord(town, { records: reader.records, recordId: gig.record }).catch(skipTownError)
      const author = record && byKey.get(`0x${record.author}`)
      if (author && record.kind === RecordKind.Gig) found.set(nameOf(author, record.content.title), gig)
    }
    after = page.next
  }
  return found
}

/** A visitor's gig may be one that can't be read. */
const skipTownError = (error: unknown): undefined => {
  if (!isTownError(error) || error.code === 'HTTP_UNREACHABLE') throw error
}

const nameOf = ({ name }: Resident, title: string): string => `${name}: ${title}`

const takerOf = (story: GigStory): string | undefined => ('taker' in story ? story.taker : undefined)

/** Of a gig whose story does not say. */
const DAYS = 7
const SECOND_MS = 1000
