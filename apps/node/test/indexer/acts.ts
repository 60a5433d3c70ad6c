import {
  communityAbi,
  type GigState,
  gigIdOf,
  GigState as gigStates,
  registryAbi,
  skillWalletAbi,
} from '@distributed-town/protocol'
import { type Hex, keccak256, toBytes } from 'viem'
import type { Random } from '../random.ts'
import { CREDIT, createPeople, type Person } from './people.ts'

// What people do at random. They know nothing but what the chain says at the moment: it may have been rewritten.

const PERSONS = 10
const TEMPLATE = 0
const SKILLS = 12

export type Crowd = { readonly act: () => Promise<void> }

export const createCrowd = async (
  test: Parameters<typeof createPeople>[0],
  { random }: { readonly random: Random },
): Promise<Crowd> => {
  const people = createPeople(test)
  const persons: Person[] = []
  for (let i = 0; i < PERSONS; i++) persons.push(await people.person())
  const { client } = test.node.chain
  const { registry, skillWallet } = test.node.deployment.contracts
  let count = 0
  const key = (): Hex => keccak256(toBytes(`key ${count++}`))

  const communities = () => client.readContract({ address: registry, abi: registryAbi, functionName: 'communities' })
  const walletAt = (id: number) =>
    client.readContract({ address: skillWallet, abi: skillWalletAbi, functionName: 'wallet', args: [id] })
  const skills = () => [{ skill: random.int(SKILLS), level: 1 + random.int(10) }]
  const charter = () => ({
    template: TEMPLATE,
    policy: 0,
    key: key(),
    name: `Town ${count}`,
    purpose: 'Neighbours.',
    place: '',
    language: 'en',
  })
  const findGig = async (communityId: number): Promise<bigint | undefined> => {
    const address = await people.communityAddress(communityId)
    const { gigs } = await client.readContract({ address, abi: communityAbi, functionName: 'state' })
    return gigs === 0 ? undefined : gigIdOf(communityId, 1 + random.int(gigs))
  }
  const ofWallet = async (id: number): Promise<Person> => {
    const { owner } = await walletAt(id)
    return persons.find(({ address }) => address === owner) ?? random.pick(persons)
  }

  const act = async () => {
    // The nonces of a chain that was rewritten are others.
    for (const person of persons) person.nonce = -1
    const who = random.pick(persons)
    const other = random.pick(persons)
    const walletId = await people.walletOf(who)
    const founded = await communities()
    if (walletId === 0) {
      if (founded === 0 || random.chance(0.1)) {
        await people.registry(who, 'createAndFound', [charter(), skills(), key(), key()])
        return
      }
      await people.wallet(who, 'createAndJoin', [1 + random.int(founded), skills(), key(), key()])
      return
    }
    const { communityId } = await walletAt(walletId)
    if (communityId === 0) {
      await people.wallet(who, 'join', [1 + random.int(founded), skills()])
      return
    }
    // Most of what happens is work.
    await random.pick([...Array.from({ length: acts.length }, () => work), ...acts])({ who, other, communityId })
  }

  type Scene = { readonly who: Person; readonly other: Person; readonly communityId: number }

  const offer = ({ who }: Pick<Scene, 'who'>) => people.createGig(who, random.int(SKILLS), 1 + random.int(3))

  /** The next step of some gig, by whoever has to take it. */
  const work = async ({ who, other, communityId }: Scene): Promise<unknown> => {
    const gigId = await findGig(communityId)
    if (gigId === undefined) return await offer({ who })
    const { state, creator: creatorId, taker: takerId } = await people.readGig(gigId)
    const creator = await ofWallet(creatorId)
    const taker = takerId === 0 ? other : await ofWallet(takerId)
    const steps: Partial<Record<GigState, () => Promise<unknown>>> = {
      Open: () =>
        random.chance(0.2) ? people.gigs(creator, 'cancelGig', [gigId]) : people.accept(creator, taker, gigId),
      Taken: () => (random.chance(0.2) ? people.gigs(taker, 'giveUpGig', [gigId]) : people.submit(taker, gigId)),
      Submitted: () =>
        random.chance(0.2) ? people.gigs(creator, 'requestChanges', [gigId]) : people.complete(creator, taker, gigId),
      Completed: () => people.gigs(creator, 'rateGig', [gigId, 1 + random.int(10)]),
    }
    return (steps[gigStates[state] ?? 'None'] ?? (() => offer({ who })))()
  }

  const acts: readonly ((scene: Scene) => Promise<unknown>)[] = [
    offer,
    ({ who }) => people.wallet(who, 'setProfile', [key()]),
    ({ who }) => people.wallet(who, 'setMessagingKey', [key()]),
    ({ who }) => people.wallet(who, 'leave', [[]]),
    ({ who }) => people.wallet(who, 'changeSkills', [skills()]),
    async ({ who, other, communityId }) =>
      (await people.community(communityId))(who, 'transfer', [other.address, BigInt(random.int(5)) * CREDIT]),
  ]

  return {
    act: async () => {
      try {
        await act()
      } catch (error) {
        // What the contracts refuse is a block without events.
        if (!(error instanceof Error && error.message.startsWith('a transaction was reverted'))) throw error
      }
    },
  }
}
