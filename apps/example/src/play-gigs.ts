import { setTimeout as sleep } from 'node:timers/promises'
import {
  acceptRequest,
  cancelGig,
  completeGig,
  completeUnreviewed,
  createGig,
  type Gig,
  getGig,
  getRecord,
  giveUpGig,
  isTownError,
  listComments,
  listGigs,
  MAX_PAGE,
  RecordKind,
  rateByDefault,
  rateGig,
  reclaimGig,
  requestChanges,
  requestGig,
  settleGig,
  signCompletion,
  submitGig,
  type Town,
  uploadAttachment,
  writeComment,
} from '@distributed-town/sdk'
import type { Acts } from './acts.ts'
import { readPicture } from './pictures.ts'
import type { Resident } from './residents.ts'
import { type GigStory, type Stop, skillOf } from './story.ts'

type Stage = {
  readonly acts: Acts
  readonly communityId: number
  readonly language: string
  readonly residentOf: (name: string) => Resident
}

/** A gig of the story on its way; what the chain says of it is kept up to date here. */
export type Job = {
  readonly story: GigStory
  readonly creator: Resident
  gigId: bigint | undefined
  state: Gig['state']
  changes: number
  /** Somebody had taken it, and it was open again. */
  isReopened: boolean
  /** Somebody decided otherwise, as a visitor may: the gig is left as it is. */
  isLeft: boolean
}

/** @param gig What there is of it already. */
export const createJob = (story: GigStory, creator: Resident, gig?: Gig): Job => ({
  story,
  creator,
  gigId: gig?.id,
  state: gig?.state ?? 'Open',
  changes: gig?.changes ?? 0,
  isReopened: gig?.state === 'Open' && gig.round > 0,
  isLeft: false,
})

/** Brings gigs as far as their stories go on a day, from wherever they are. All take each step before any takes the next one. */
export const playGigs = async (
  town: Town,
  {
    acts,
    communityId,
    language,
    residentOf,
    jobs,
    stop,
  }: Stage & { readonly jobs: readonly Job[]; readonly stop: Stop },
): Promise<void> => {
  /** What one person signs comes in order. */
  const step = async (
    signerOf: (job: Job) => string,
    isDue: (job: Job) => boolean,
    act: (job: Job, gigId: bigint) => Promise<void>,
  ) => {
    const due = jobs.filter((job) => !job.isLeft && isDue(job))
    await Promise.all(
      [...Map.groupBy(due, signerOf).values()].map(async (group) => {
        for (const job of group) {
          const { gigId } = job
          if (gigId !== undefined) job.isLeft = (await acts.try(() => act(job, gigId))) === undefined
        }
      }),
    )
  }
  const byCreator = ({ story }: Job) => story.by
  const byTaker = ({ story }: Job) => takerOf(story) ?? ''
  const identityOf = (name: string) => residentOf(name).identity
  /** Whether a gig is to end so, and stands where that can be done. */
  const isDue =
    (state: Gig['state'], ...ends: readonly GigStory['end'][]) =>
    (job: Job) =>
      job.state === state && ends.includes(job.story.end)
  /** The same of what time decides. */
  const isOver = (state: Gig['state'], end: GigStory['end']) => (job: Job) =>
    isDue(state, end)(job) && 'at' in job.story && stop <= job.story.at

  await Promise.all(
    [...Map.groupBy(jobs, byCreator).values()].map(async (group) => {
      for (const job of group) {
        if (job.gigId !== undefined || job.isLeft) continue
        const { skill, commitment, title, about, days = DAYS } = job.story
        const terms = { skill: skillOf(skill), commitment, durationDays: days, title, description: about, language }
        const created = await acts.try(() => createGig(town, { ...terms, records: job.creator.records }))
        job.gigId = created?.result.gigId
        job.isLeft = created === undefined
      }
    }),
  )
  await step(byCreator, isDue('Open', 'cancelled'), async (job, gigId) => {
    await cancelGig(town, { identity: job.creator.identity, gigId })
    job.state = 'Cancelled'
  })
  const isWanted = (job: Job) => takerOf(job.story) !== undefined && job.state === 'Open' && !job.isReopened
  await step(byCreator, isWanted, async (job, gigId) => {
    const { text } = await requestGig(town, { identity: identityOf(byTaker(job)), gigId })
    await acceptRequest(town, { identity: job.creator.identity, gigId, code: text })
    job.state = 'Taken'
  })
  const talking = Promise.all(jobs.map((job) => talk(town, { job, acts, residentOf })))
  await step(byTaker, isDue('Taken', 'givenUp'), async (job, gigId) => {
    await giveUpGig(town, { identity: identityOf(byTaker(job)), gigId })
    reopen(job)
  })
  await step(byCreator, isOver('Taken', 'reclaimed'), async (job, gigId) => {
    await reclaimGig(town, { identity: job.creator.identity, gigId })
    reopen(job)
  })
  const isToSubmit = ({ story, state, changes }: Job) => 'work' in story && state === 'Taken' && changes === 0
  await step(byTaker, isToSubmit, async (job, gigId) => {
    const { records } = residentOf(byTaker(job))
    const text = 'work' in job.story ? job.story.work : ''
    const { picture } = job.story
    const attachments = picture
      ? [await uploadAttachment(town, { records, communityId, picture: readPicture(picture) })]
      : []
    await submitGig(town, { records, gigId, text, attachments })
    job.state = 'Submitted'
  })
  await step(byCreator, isDue('Submitted', 'changes', 'settled'), async (job, gigId) => {
    await requestChanges(town, { identity: job.creator.identity, gigId })
    job.state = 'Taken'
    job.changes += 1
  })
  await step(byTaker, isOver('Taken', 'settled'), async (job, gigId) => {
    await settleGig(town, { identity: identityOf(byTaker(job)), gigId })
    job.state = 'Settled'
  })
  await step(byTaker, isOver('Submitted', 'unreviewed'), async (job, gigId) => {
    await completeUnreviewed(town, { identity: identityOf(byTaker(job)), gigId })
    job.state = 'Completed'
  })
  await step(byCreator, isDue('Submitted', 'completed', 'rated', 'ratedByDefault'), async (job, gigId) => {
    const { text } = await signCompletion(town, { identity: identityOf(byTaker(job)), gigId })
    await completeGig(town, { identity: job.creator.identity, gigId, code: text })
    job.state = 'Completed'
  })
  await step(byCreator, isDue('Completed', 'rated'), async (job, gigId) => {
    const rating = 'rating' in job.story ? job.story.rating : 0
    await rateGig(town, { identity: job.creator.identity, gigId, rating })
    job.state = 'Rated'
  })
  await step(byTaker, isOver('Completed', 'ratedByDefault'), async (job, gigId) => {
    await rateByDefault(town, { identity: identityOf(byTaker(job)), gigId })
    job.state = 'Rated'
  })
  await talking
}

const reopen = (job: Job): void => {
  job.state = 'Open'
  job.isReopened = true
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
  let isFirst = true
  for (const { who, text, isRequest } of lines) {
    if (said?.result.some(({ content }) => content.text.split('\n')[0] === text)) continue
    // Comments are shown in the order of their seconds.
    if (!isFirst) await sleep(SECOND_MS)
    isFirst = false
    await acts.try(async () => {
      const { identity, records } = residentOf(who)
      const code = isRequest ? `\n${(await requestGig(town, { identity, gigId })).text}` : ''
      await writeComment(town, { records, gigId, text: `${text}${code}` })
    })
  }
}

/** The gigs of a town by `nameOf`: nobody of the stories offers two of one title. */
export const findGigs = async (
  town: Town,
  {
    communityId,
    reader,
    creators,
  }: {
    readonly communityId: number
    /** Who reads what they say. */
    readonly reader: Pick<Resident, 'records'>
    readonly creators: readonly Pick<Resident, 'name' | 'identity'>[]
  },
): Promise<ReadonlyMap<string, Gig>> => {
  const found = new Map<string, Gig>()
  const byKey = new Map(creators.map((creator) => [creator.identity.messagingKey, creator]))
  for (let after: string | null | undefined; after !== null; ) {
    const page = await listGigs(town, { communityId, limit: MAX_PAGE, ...(after && { after }) })
    for (const gig of page.items) {
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

export const nameOf = ({ name }: Pick<Resident, 'name'>, title: string): string => `${name}: ${title}`

const takerOf = (story: GigStory): string | undefined => ('taker' in story ? story.taker : undefined)

/** Of a gig whose story does not say. */
const DAYS = 7
const SECOND_MS = 1000
