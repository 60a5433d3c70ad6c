import { type RelayRequest, relayRequestSchema } from '@distributed-town/sdk'
import { z } from 'zod'
import type { ActKind } from './act-kinds.ts'
import type { Attempt } from './acts.ts'
import type { Round } from './choose-gigs.ts'
import { openJournal } from './journal.ts'

/** An act of a town's plan: what it is, and of whom or of which gig by their place in the plan, with the round where it may come again. */
export type ActName = `${ActKind} ${number | `${number}/${number}`}`

/** What became of an act, and how long it took. */
export type Outcome<Result> = Attempt<Result> & { readonly milliseconds: number }

/** What a town's replay has decided and what it was answered, so that it can be gone through again without doing anything twice. */
export type TownJournal = {
  readonly outcomeOf: <Result>(act: ActName) => Outcome<Result> | undefined
  readonly keepOutcome: (act: ActName, outcome: Outcome<unknown>) => void
  /** The request that was signed for an act: it may have been carried out. */
  readonly requestOf: (act: ActName) => RelayRequest | undefined
  readonly keepRequest: (act: ActName, request: RelayRequest) => void
  /** It was not carried out, and never will be. */
  readonly dropRequest: (act: ActName) => void
  readonly roundOf: (number: number) => Round | undefined
  readonly keepRound: (number: number, round: Round) => void
  readonly close: () => void
}

/** @throws ReplayError as `openJournal`; each `keep…` DISK. */
export const openTownJournal = (path: string): TownJournal => {
  const journal = openJournal(path)
  return {
    outcomeOf: <Result>(act: ActName) => journal.get(`done ${act}`) as Outcome<Result> | undefined,
    keepOutcome: (act, outcome) => journal.set(`done ${act}`, outcome),
    requestOf: (act) => {
      const request = journal.get(`signed ${act}`)
      return request ? z.decode(relayRequestSchema, request as z.input<typeof relayRequestSchema>) : undefined
    },
    keepRequest: (act, request) => journal.set(`signed ${act}`, z.encode(relayRequestSchema, request)),
    dropRequest: (act) => journal.set(`signed ${act}`, null),
    roundOf: (number) => journal.get(`round ${number}`) as Round | undefined,
    keepRound: (number, round) => journal.set(`round ${number}`, round),
    close: journal.close,
  }
}
