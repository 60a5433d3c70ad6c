import { kindsOfWork } from '../../apps/replay/src/kinds-of-work.ts'
import { createRandom } from '../../apps/replay/src/random.ts'
import type { SourceMember, SourceTown } from '../../apps/replay/src/read-towns.ts'

// Communities as uneven as real ones, in the format of a replay: most people trade with nobody, a few with everybody.

const IDLE = { tradesOut: 0, tradesIn: 0, partnersOut: 0, partnersIn: 0, volumeOut: 0 }

/** Towns of 22 people with some 32 trades each; the same ones every time. */
export const makeUpTrades = (towns: number): readonly SourceTown[] =>
  Array.from({ length: towns }, (_, index): SourceTown => {
    const random = createRandom('made-up trades', index)
    // One town in four has most of the trade.
    const isBusy = index % 4 === 0
    const traders = isBusy ? 6 : 2
    const members = Array.from({ length: MEMBERS }, (_, place): SourceMember => {
      const business = kindsOfWork[random.integer(kindsOfWork.length)] as string
      if (place >= traders) return { business, ...IDLE }
      const tradesOut = 1 + random.integer(isBusy ? 36 : 5)
      return {
        business,
        tradesOut,
        tradesIn: 1 + random.integer(isBusy ? 36 : 5),
        partnersOut: traders - 1,
        partnersIn: traders - 1,
        volumeOut: tradesOut * (10 + random.integer(400)),
      }
    })
    return { town: index + 1, members }
  })

const MEMBERS = 22
