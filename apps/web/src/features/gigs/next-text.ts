import type { GigAct, GigActs, GigRole, GigSituation } from './acts.ts'

/** Key of the sentence that says what happens next, and whose turn it is. */
export type NextText = {
  readonly key:
    | 'proposed'
    | 'openCreator'
    | 'openCreatorAsked'
    | 'openNeighbour'
    | 'openVisitor'
    | 'taking'
    | 'takenCreator'
    | 'takenCreatorOverdue'
    | 'takenTaker'
    | 'takenTakerOverdue'
    | 'takenOther'
    | 'changesCreator'
    | 'changesCreatorOverdue'
    | 'changesTaker'
    | 'changesTakerOverdue'
    | 'submittedCreator'
    | 'submittedCreatorSent'
    | 'submittedTaker'
    | 'submittedTakerLate'
    | 'submittedOther'
    | 'completing'
    | 'completedCreator'
    | 'completedTaker'
    | 'completedTakerLate'
    | 'completedOther'
    | 'rated'
    | 'settled'
    | 'cancelled'
    | 'disputed'
  /** anybody: whoever wants to; null: nobody's. */
  readonly turn: 'creator' | 'taker' | 'anybody' | null
}

/** @param options.codes How many codes were sent to the creator. @param options.now Seconds on the chain. */
export const nextTextOf = (
  gig: GigSituation,
  {
    role,
    acts,
    codes,
    now,
  }: { readonly role: GigRole; readonly acts: GigActs; readonly codes: number; readonly now: number },
): NextText => {
  const isNow = (act: GigAct) => acts.primary === act || acts.others.includes(act)
  switch (gig.state) {
    case 'None':
    case 'Proposed':
      return { key: 'proposed', turn: null }
    case 'Open':
      if (role === 'creator')
        return codes > 0 ? { key: 'openCreatorAsked', turn: 'creator' } : { key: 'openCreator', turn: 'anybody' }
      return { key: role === 'neighbour' ? 'openNeighbour' : 'openVisitor', turn: 'anybody' }
    case 'Taking':
      return { key: 'taking', turn: null }
    case 'Taken': {
      const isOverdue = gig.deadline !== null && gig.deadline <= now
      const kind = gig.changes > 0 ? 'changes' : 'taken'
      if (role === 'creator') return { key: isOverdue ? `${kind}CreatorOverdue` : `${kind}Creator`, turn: 'taker' }
      if (role === 'taker') return { key: isOverdue ? `${kind}TakerOverdue` : `${kind}Taker`, turn: 'taker' }
      return { key: 'takenOther', turn: 'taker' }
    }
    case 'Submitted':
      if (role === 'creator') return { key: codes > 0 ? 'submittedCreatorSent' : 'submittedCreator', turn: 'creator' }
      if (role !== 'taker') return { key: 'submittedOther', turn: 'creator' }
      return isNow('completeUnreviewed')
        ? { key: 'submittedTakerLate', turn: 'taker' }
        : { key: 'submittedTaker', turn: 'creator' }
    case 'Completing':
      return { key: 'completing', turn: null }
    case 'Completed':
      if (role === 'creator') return { key: 'completedCreator', turn: 'creator' }
      if (role !== 'taker') return { key: 'completedOther', turn: 'creator' }
      return isNow('rateByDefault')
        ? { key: 'completedTakerLate', turn: 'taker' }
        : { key: 'completedTaker', turn: 'creator' }
    case 'Rated':
      return { key: 'rated', turn: null }
    case 'Settled':
      return { key: 'settled', turn: null }
    case 'Cancelled':
      return { key: 'cancelled', turn: null }
    case 'Disputed':
      return { key: 'disputed', turn: 'anybody' }
    default:
      return gig.state satisfies never
  }
}
