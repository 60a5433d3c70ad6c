import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  cancelGig,
  createAndFound,
  createAndJoin,
  createGig,
  createTown,
  getCommunity,
  listCommunityHistory,
  listGigs,
  openRecords,
  subscribeLive,
  type Town,
  writeComment,
} from '@distributed-town/sdk'
import { listChildren, startProcess } from '../../apps/node/test/process.ts'
import { createPerson, type Resident, settleIn } from '../../e2e/resident.ts'
import type { Bench } from '../bench.ts'

// All processes of a node (itself, anvil, PostgreSQL with one process a connection) while neighbours act, read and listen. The people run in
// this process, which is not counted.

/** An hour is what the bar asks for; a minute already shows a leak of what each act leaves behind. */
const MINUTES = Number(process.env.MEMORY_MINUTES ?? 1)
const PEOPLE = 6
const READERS = 4
const LISTENERS = 20
const SAMPLES = 60

/** Bytes. */
type Memory = {
  /** Pages that processes share counted once: what the machine gives. */
  readonly proportional: number
  /** Added up as `ps` shows it: PostgreSQL's shared buffers count for each of its processes. */
  readonly resident: number
}

export const bench: Bench = {
  name: 'Memory',
  run: async ({ say }) => {
    const home = mkdtempSync(join(tmpdir(), 'memory-'))
    const node = startProcess({ TOWN_HOME: home, MAX_REQUESTS: '1000000' })
    const stops: (() => void)[] = []
    try {
      const town = createTown({ url: await node.url })
      const pid = node.child.pid ?? 0
      const fresh = measure(pid)
      const residents = await settle(town)
      stops.push(...residents.map(({ records }) => records.close))
      for (let i = 0; i < LISTENERS; i += 1) stops.push(subscribeLive(town, { onEvent: () => undefined }))

      const until = Date.now() + MINUTES * 60_000
      let acts = 0
      const work = Promise.all([
        ...residents.map((resident) =>
          repeat(until, async () => {
            await act(town, resident)
            acts += 3
          }),
        ),
        ...Array.from({ length: READERS }, () => repeat(until, () => read(town))),
      ])
      const samples: Memory[] = []
      while (Date.now() < until) {
        await sleep(Math.max(1_000, (MINUTES * 60_000) / SAMPLES))
        samples.push(measure(pid))
      }
      await work
      say(`${acts} acts in ${MINUTES} min`)
      const middle = median(samples.slice(samples.length / 3, (samples.length * 2) / 3).map((at) => at.proportional))
      const end = median(samples.slice((samples.length * 2) / 3).map((at) => at.proportional))
      const most = Math.max(...samples.map((at) => at.proportional))
      return [
        {
          what: `memory of all processes after ${MINUTES} min of load, shared pages counted once`,
          bar: '≤ 700 MB',
          value: toMegabytes(end),
          baseline: `${toMegabytes(fresh.proportional)} just started`,
        },
        { what: 'the same at its highest', value: toMegabytes(most) },
        {
          what: 'its growth from the second third of the time to the last',
          bar: 'flat',
          value: `${(((end - middle) / middle) * 100).toFixed(1)} %`,
        },
        {
          what: 'RSS of all processes added up, at the end',
          value: toMegabytes(samples.at(-1)?.resident ?? 0),
          baseline: `${toMegabytes(fresh.resident)} just started`,
        },
        { what: 'acts meanwhile', value: String(acts) },
      ]
    } finally {
      for (const stop of stops) stop()
      node.child.kill('SIGTERM')
      await node.ended
      rmSync(home, { recursive: true, force: true })
    }
  },
}

const settle = async (town: Town): Promise<readonly Resident[]> => {
  const people = Array.from({ length: PEOPLE }, (_, i) => createPerson(town, `Neighbour ${i}`))
  const charter = { template: 0, name: 'Lime Street', purpose: 'Soup.', place: 'Turin', language: 'en' }
  const skills = [{ skill: 7, level: 6 }]
  const communityId = 1
  const residents: Resident[] = []
  for (const [index, person] of people.entries()) {
    const { identity } = person
    const { walletId } =
      index === 0
        ? await createAndFound(town, { identity, ...charter, skills })
        : await createAndJoin(town, { identity, communityId, skills })
    residents.push(await settleIn(town, { person, walletId, communityId, epoch: 1 }))
  }
  return residents
}

/** A gig is offered, talked about and taken back. */
const act = async (town: Town, { identity, records }: Resident): Promise<void> => {
  const { gigId } = await createGig(town, { records, skill: 11, commitment: 1, durationDays: 7, title: 'Bread' })
  await writeComment(town, { records, gigId, text: 'With seeds, if there are any.' })
  await cancelGig(town, { identity, gigId })
}

/** What the pages of a visitor ask for, and a member who comes back. */
const read = async (town: Town): Promise<void> => {
  const communityId = 1
  await Promise.all([
    getCommunity(town, { communityId }),
    listGigs(town, { communityId }),
    listCommunityHistory(town, { communityId }),
  ])
  const visitor = createPerson(town, 'Visitor')
  const records = await openRecords(town, { identity: visitor.identity })
  records.close()
  await sleep(20)
}

const repeat = async (until: number, work: () => Promise<void>): Promise<void> => {
  while (Date.now() < until) await work()
}

/** Of a process and all that it started, directly or not. */
const measure = (pid: number): Memory => {
  const own = readMemory(pid)
  const others = listChildren(pid).map((child) => measure(child.pid))
  return {
    proportional: others.reduce((sum, { proportional }) => sum + proportional, own.proportional),
    resident: others.reduce((sum, { resident }) => sum + resident, own.resident),
  }
}

const readMemory = (pid: number): Memory => {
  const text = readOrNothing(`/proc/${pid}/smaps_rollup`)
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)
  return { proportional: kilobytes('Pss') * 1024, resident: kilobytes('Rss') * 1024 }
}

/** Processes come and go while they are counted. */
const readOrNothing = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return ''
    throw error
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const toMegabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
