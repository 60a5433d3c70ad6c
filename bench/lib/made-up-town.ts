import {
  type Community,
  type CommunityHistoryItem,
  type CommunityWithRoster,
  CREDIT,
  communityHistoryPageSchema,
  communityPageSchema,
  communityWithRosterSchema,
  configSchema,
  type Gig,
  gigIdOf,
  gigPageSchema,
  healthSchema,
  type Member,
} from '@distributed-town/protocol'
import { z } from 'zod'

// What a node tells of a town that was never lived in, for measuring how it is drawn.

const MEMBERS = 24
const GIGS = 200
const PER_PAGE = 100
const NOW = Math.floor(Date.now() / 1000)

const bytes32 = (value: number) => `0x${value.toString(16).padStart(64, '0')}` as const
const address = (value: number) => `0x${value.toString(16).padStart(40, '0')}` as const

const member = (walletId: number): Member => ({
  walletId,
  owner: address(walletId),
  balance: 2000n * CREDIT,
  granted: 2000n * CREDIT,
  spendable: 0n,
  locked: 0n,
  validated: false,
  skills: [{ skill: walletId % 12, level: 5, validated: false, rates: 1 }],
  joinedAt: NOW - walletId * 86_400,
  foundingMember: walletId < 4,
  messagingKey: bytes32(walletId),
  residentSince: null,
  activeAt: NOW - walletId * 86_400,
})

const community: Community = {
  id: 1,
  address: address(1000),
  template: 0,
  name: 'Lime Street',
  purpose: 'To be drawn.',
  place: '',
  language: '',
  key: bytes32(1),
  founder: 1,
  members: MEMBERS,
  active: true,
  founding: true,
  score: 9000,
  skillCounts: Array.from({ length: 12 }, () => 2),
  missingSkills: [],
  openGigs: GIGS,
  release: 1,
  foundedAt: NOW - 30 * 86_400,
  epoch: 1,
  vault: 48_000n * CREDIT,
  treasury: 0n,
  escrow: 0n,
}

const members = Array.from({ length: MEMBERS }, (_, i) => i + 1)

const withRoster: CommunityWithRoster = { ...community, roster: members.map(member) }

const history: CommunityHistoryItem[] = members.map((walletId) => ({
  type: 'joined',
  walletId,
  unlocked: 0n,
  granted: 2000n * CREDIT,
  returned: 0n,
  blockNumber: walletId,
  logIndex: 0,
  transactionHash: bytes32(walletId),
  at: NOW,
}))

const gigs: readonly Gig[] = Array.from({ length: GIGS }, (_, i) => ({
  id: gigIdOf(1, i + 1),
  communityId: 1,
  creator: (i % MEMBERS) + 1,
  taker: null,
  state: 'Open',
  skill: i % 12,
  commitment: 1,
  credits: 6n * CREDIT,
  durationDays: 7,
  round: 0,
  changes: 0,
  record: bytes32(i + 1),
  work: null,
  since: NOW,
  deadline: null,
  createdAt: NOW,
  rating: null,
  ratingCounted: null,
  project: null,
}))

const pageOfGigs = (after: string | null) => {
  const from = Number(after ?? 0)
  const next = from + PER_PAGE < gigs.length ? String(from + PER_PAGE) : null
  return z.encode(gigPageSchema, { items: gigs.slice(from, from + PER_PAGE), next })
}

/** The answer of the API to a GET; undefined where it has none. */
export const answerOf = ({ pathname, searchParams }: URL): unknown => {
  switch (pathname) {
    case '/api/communities/1':
      return z.encode(communityWithRosterSchema, withRoster)
    case '/api/communities/1/history':
      return z.encode(communityHistoryPageSchema, { items: history, next: null })
    case '/api/communities/1/gigs':
      return pageOfGigs(searchParams.get('after'))
    case '/api/communities':
      return z.encode(communityPageSchema, { items: [community], next: null })
    case '/api/health':
      return z.encode(healthSchema, {
        status: 'ok',
        chainId: 1,
        height: 1,
        indexed: 1,
        lag: 0,
        finalized: 1,
        time: Math.floor(Date.now() / 1000),
        version: '0',
      })
    case '/api/config': {
      const contracts = {
        forwarder: address(1),
        registry: address(2),
        skillWallet: address(3),
        gigs: address(4),
        communityImplementation: address(5),
      }
      return z.encode(configSchema, {
        chainId: 1,
        deploymentBlock: 0,
        contracts,
        relay: '/relay',
        rpc: '/rpc',
        blockTime: NOW,
      })
    }
    default:
      return undefined
  }
}
