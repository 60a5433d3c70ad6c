import { type Gig, GigState, TownError } from '@distributed-town/protocol'

/** The error of the contract when a gig is in a state that an act doesn't start from; `state` is its number, as the contract gives it. */
export const wrongState = ({ id, state }: Pick<Gig, 'id' | 'state'>): TownError =>
  new TownError('WrongState', { gigId: id, state: GigState.indexOf(state) })
