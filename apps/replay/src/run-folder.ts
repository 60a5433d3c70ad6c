import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createIdentity, type Identity, type NodeConfig } from '@distributed-town/sdk'
import { z } from 'zod'
import { HomeInUseError, lockHome, readIfExists, writeWhole } from '../../node/src/home.ts'
import type { Latencies } from './acts.ts'
import { ReplayError } from './errors.ts'
import { onDisk } from './journal.ts'
import { createOwnerAccount } from './owner-account.ts'
import type { TownPlan } from './plan-town.ts'
import { deserialize, serialize } from './serialize.ts'
import { openTownJournal, type TownJournal } from './town-journal.ts'
import type { TownResult } from './town-result.ts'

/** A town that is done, with what its acts came to. */
export type DoneTown = { readonly result: TownResult; readonly actions: number; readonly latencies: Latencies }

/** A replay that outlives its process: its keys and how far each town is, in a folder. */
export type Run = {
  readonly folder: string
  /** Whether it begins here. */
  readonly isNew: boolean
  readonly begunAt: Date
  /** That it took, in all its processes, as of the last `keepSeconds`. */
  readonly seconds: () => number
  /** Of the person at a place in the plan of a town. */
  readonly identityOf: (town: number, place: number) => Identity
  /** @throws ReplayError RUN when the run was begun with another network. */
  readonly requireNetwork: (config: NodeConfig) => void
  readonly openJournal: (town: number) => TownJournal
  readonly isDone: (town: number) => boolean
  /** Of one that is done. */
  readonly getDone: (town: number) => DoneTown
  /** In place of the town's journal. */
  readonly keepDone: (done: DoneTown) => void
  readonly keepSeconds: (seconds: number) => void
  /** Lets others have the folder. */
  readonly close: () => void
  /** Closes it and forgets all of it. */
  readonly remove: () => void
}

/**
 * Begins a run in a folder, or goes on with the one that is there. Each run has keys of its own, so that a second one makes other towns.
 *
 * @param options.plans What the run is to do.
 * @throws ReplayError RUN when another process has it, or it is another replay's; DISK.
 */
export const openRun = ({ folder, plans }: { readonly folder: string; readonly plans: readonly TownPlan[] }): Run =>
  onDisk(folder, () => {
    // The database of a node in it runs as another user than root, who may pass.
    mkdirSync(folder, { recursive: true, mode: 0o711 })
    const isOurs = existsSync(join(folder, RUN_FILE)) || readdirSync(folder).every((name) => name === LOCK)
    if (!isOurs) throw new ReplayError('RUN', `${folder} has other things in it: name another folder by --run.`)
    const lock = lockRun(folder)
    try {
      return openLocked(folder, plans, lock.release)
    } catch (error) {
      lock.release()
      throw error
    }
  })

/** Where a run is kept that nobody names a folder for: the same command finds it again. */
export const defaultFolder = (given: {
  readonly plans: readonly TownPlan[]
  readonly url: string | undefined
}): string => {
  const base = join(tmpdir(), `town-replays-${process.getuid?.()}`)
  mkdirSync(base, { recursive: true, mode: 0o711 })
  // Anybody may make folders there.
  const found = lstatSync(base)
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new ReplayError('RUN', `${base} belongs to somebody else: name a folder by --run.`)
  }
  return join(base, fingerprint(given).slice(0, 16))
}

const RUN_FILE = 'run.json'
const LOCK = 'lock'
const VERSION = 1
const KEY_BYTES = 32

const runSchema = z.object({
  version: z.literal(VERSION),
  /** Of the plans. */
  plans: z.string(),
  /** All keys of its people are derived from it. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  begunAt: z.string(),
  seconds: z.number(),
  /** Where its towns are. */
  network: z.object({ chainId: z.number(), registry: z.string() }).nullable(),
})

const fingerprint = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

const lockRun = (folder: string) => {
  try {
    return lockHome(folder)
  } catch (error) {
    if (!(error instanceof HomeInUseError)) throw error
    const message = `Another process is at the run in ${folder}: wait for it, or give this one a folder of its own by --run.`
    throw new ReplayError('RUN', message, { cause: error })
  }
}

const openLocked = (folder: string, plans: readonly TownPlan[], release: () => void): Run => {
  const path = join(folder, RUN_FILE)
  const text = readIfExists(path)
  let run = text === undefined ? createRunFile(plans) : parseRun(path, text)
  if (run.plans !== fingerprint(plans)) {
    const message = `${folder} holds the run of another file, seed or number of towns: name another folder by --run, or remove it.`
    throw new ReplayError('RUN', message)
  }
  const write = (changes: Partial<typeof run> = {}) => {
    run = { ...run, ...changes }
    onDisk(path, () => writeWhole(path, JSON.stringify(run)))
  }
  if (text === undefined) write()
  const key = Buffer.from(run.key, 'hex')
  const journalPath = (town: number) => join(folder, `town-${town}.ndjson`)
  const donePath = (town: number) => join(folder, `town-${town}.json`)

  return {
    folder,
    isNew: text === undefined,
    begunAt: new Date(run.begunAt),
    seconds: () => run.seconds,
    identityOf: (town, place) => {
      const info = `distributed-town/replay/1/identity/${town}/${place}`
      const secret = new Uint8Array(hkdfSync('sha256', key, '', info, KEY_BYTES))
      return createIdentity(secret, { createOwner: createOwnerAccount })
    },
    requireNetwork: ({ chainId, contracts: { registry } }) => {
      if (run.network === null) return write({ network: { chainId, registry } })
      if (run.network.chainId === chainId && run.network.registry === registry) return
      const message = `The run in ${folder} has its towns on another network than this node's: name another folder by --run.`
      throw new ReplayError('RUN', message)
    },
    openJournal: (town) => openTownJournal(journalPath(town)),
    isDone: (town) => existsSync(donePath(town)),
    getDone: (town) => deserialize(readFileSync(donePath(town), 'utf8')) as DoneTown,
    keepDone: (done) => {
      const { town } = done.result
      onDisk(donePath(town), () => writeWhole(donePath(town), serialize(done)))
      rmSync(journalPath(town), { force: true })
    },
    keepSeconds: (seconds) => write({ seconds }),
    close: release,
    remove: () => {
      release()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const createRunFile = (plans: readonly TownPlan[]): z.output<typeof runSchema> => ({
  version: VERSION,
  plans: fingerprint(plans),
  key: randomBytes(KEY_BYTES).toString('hex'),
  begunAt: new Date().toISOString(),
  seconds: 0,
  network: null,
})

const parseRun = (path: string, text: string): z.output<typeof runSchema> => {
  try {
    return runSchema.parse(JSON.parse(text))
  } catch (error) {
    const message = `${path} is damaged: remove ${dirname(path)}, and the replay begins anew with other towns.`
    throw new ReplayError('RUN', message, { cause: error })
  }
}
