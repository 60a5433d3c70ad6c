import { type CommunityHistoryItem, decodeSkillSet, ScoreCause, SKILLS_PER_TEMPLATE } from '@distributed-town/protocol'
import type { Community } from '../../db/chain/tables.ts'
import type { WorkingSet } from '../../db/chain/working-set.ts'
import type { ChainEvent, CommunityEvent } from '../decode.ts'
import { ContradictionError } from '../failures.ts'
import { getCommunityAt, getWallet } from '../state.ts'
import { recordInCommunity } from './history.ts'

type ScoreEvent = Extract<CommunityEvent, { name: 'ScoreChanged' }>

type ScoreItem = Extract<CommunityHistoryItem, { type: 'score' }>

/** The event that each cause comes with. The score is written before a joining or leaving is told, and after everything else. */
const CAUSED_BY = {
  Activated: 'MemberJoined',
  Joined: 'MemberJoined',
  Left: 'MemberLeft',
  SkillsChanged: 'SkillsChanged',
  LevelAdjusted: 'SkillValidated',
  FairShareReached: 'GigCompleted',
} as const

/** A score, with whom it came from and the three numbers that it was made of (spec §5.2). @param others Of its transaction. */
export const applyScore = (
  set: WorkingSet,
  event: ScoreEvent,
  { before, after }: { readonly before: readonly ChainEvent[]; readonly after: readonly ChainEvent[] },
): void => {
  const community = getCommunityAt(set, event.address)
  const { score } = event.args
  const cause = ScoreCause[event.args.cause]
  community.score = score
  const data = { score, cause, ...madeOf() }
  recordInCommunity(set, event, community.id, 'score', data)

  function madeOf(): Pick<ScoreItem, 'walletId' | 'members' | 'skillCounts'> {
    const { members, skillCounts } = community
    if (cause === undefined || cause === 'Distribution')
      return { walletId: null, members, skillCounts: [...skillCounts] }
    const name = CAUSED_BY[cause]
    const found = name.startsWith('Member')
      ? after.find((other) => other.name === name)
      : before.findLast((other) => other.name === name)
    switch (found?.name) {
      case 'MemberJoined': {
        const { walletId, skills } = found.args
        return { walletId, members: members + 1, skillCounts: countsWith(community, skills, 1) }
      }
      case 'MemberLeft': {
        const { walletId } = found.args
        const { skills } = getWallet(set, walletId)
        return { walletId, members: members - 1, skillCounts: countsWith(community, skills, -1) }
      }
      case 'SkillsChanged':
      case 'SkillValidated':
        return { walletId: found.args.walletId, members, skillCounts: [...skillCounts] }
      case 'GigCompleted':
        return { walletId: found.args.taker, members, skillCounts: [...skillCounts] }
      default:
        throw new ContradictionError(`nothing has caused the score ${score} of community ${community.id}`)
    }
  }
}

const countsWith = ({ skillCounts }: Community, skills: number, by: 1 | -1): number[] => {
  const counts = [...skillCounts]
  for (const { skill } of decodeSkillSet(skills)) {
    const i = skill % SKILLS_PER_TEMPLATE
    counts[i] = (counts[i] ?? 0) + by
  }
  return counts
}
