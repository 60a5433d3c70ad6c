import {
  acceptRequest,
  cancelGig,
  completeGig,
  createAndFound,
  createAndJoin,
  createGig,
  createIdentity,
  findWalletByOwner,
  isTownError,
  openRecords,
  type Records,
  rateGig,
  requestGig,
  setProfile,
  signCompletion,
  submitGig,
  type Town,
  writeComment,
} from '@distributed-town/sdk'
import type { Random } from '../../apps/node/test/random.ts'
import type { Books } from './books.ts'

// Three neighbours who do what people do, until their node is gone; then they go on with the next one.

export type Street = {
  /** Acts one after another until it is over. Refusals and lost answers are part of it. */
  readonly live: (town: Town, options: { readonly isOver: () => boolean }) => Promise<void>
}

const COOKING = 11

export const createStreet = ({
  name,
  books,
  random,
}: {
  readonly name: string
  readonly books: Books
  readonly random: Random
}): Street => {
  const people = Array.from({ length: 3 }, () => createIdentity(crypto.getRandomValues(new Uint8Array(32))))

  /** Whoever has no wallet founds the town or joins it: an answer may have got lost the last time. */
  const settle = async (town: Town): Promise<void> => {
    let communityId: number | undefined
    for (const identity of people) {
      const wallet = await findWalletByOwner(town, { owner: identity.owner.address })
      const skills = [{ skill: COOKING, level: 5 }]
      if (wallet) communityId ??= wallet.communityId ?? undefined
      else if (communityId !== undefined) await createAndJoin(town, { identity, communityId, skills })
      else {
        const texts = { name, purpose: 'To outlive its node.', place: '', language: 'en' }
        communityId = (await createAndFound(town, { identity, template: 0, skills, ...texts })).communityId
      }
    }
  }

  const pair = (residents: readonly Records[]): [Records, Records] => {
    const first = random.int(residents.length)
    const second = (first + 1 + random.int(residents.length - 1)) % residents.length
    return [residents[first], residents[second]] as [Records, Records]
  }

  const act = async (town: Town, residents: readonly Records[], isOver: () => boolean): Promise<void> => {
    const [creator, taker] = pair(residents)
    if (random.int(4) === 0) {
      const { profile } = await setProfile(town, { records: creator, name: `Somebody of ${name}` })
      books.addRecord(profile)
      return
    }
    const gig = { records: creator, skill: COOKING, commitment: 1, durationDays: 1, title: 'Soup' }
    const { gigId, record } = await createGig(town, gig)
    books.addRecord(record)
    if (isOver()) return
    books.addRecord((await writeComment(town, { records: taker, gigId, text: 'With leeks?' })).recordId)
    if (random.int(3) === 0) {
      await cancelGig(town, { identity: creator.identity, gigId })
      return
    }
    const { text } = await requestGig(town, { identity: taker.identity, gigId })
    await acceptRequest(town, { identity: creator.identity, gigId, code: text })
    const { work } = await submitGig(town, { records: taker, gigId, text: 'Done.' })
    books.addRecord(work)
    const { text: code } = await signCompletion(town, { identity: taker.identity, gigId })
    await completeGig(town, { identity: creator.identity, gigId, code })
    await rateGig(town, { identity: creator.identity, gigId, rating: 1 + random.int(10) })
  }

  return {
    live: async (town, { isOver }) => {
      const open: Records[] = []
      const attempt = async (work: () => Promise<unknown>) => {
        try {
          await work()
        } catch (error) {
          // What a node that is dying or a contract says; anything else is a fault of this test.
          if (!isTownError(error)) throw error
        }
      }
      await attempt(async () => {
        await settle(town)
        for (const identity of people) open.push(await openRecords(town, { identity }))
      })
      const actOn = async () => {
        while (open.length === people.length && !isOver()) await attempt(() => act(town, open, isOver))
      }
      // Two things at a time, sometimes by the same person.
      await Promise.all([actOn(), actOn()])
      for (const records of open) records.close()
    },
  }
}
