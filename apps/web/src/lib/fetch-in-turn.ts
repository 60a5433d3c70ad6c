import { pause } from './pause.ts'

/** A `fetch` of which each call has a task of its own: a slow phone needs 20 ms to send one, and a page asks for much at once. */
export const createFetchInTurn = (): typeof fetch => {
  let turn: Promise<unknown> = Promise.resolve()
  return async (...request) => {
    turn = turn.then(pause)
    await turn
    return fetch(...request)
  }
}
