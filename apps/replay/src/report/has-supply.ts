import { CREDIT, SUPPLY } from '@distributed-town/sdk'
import type { TownReport } from './schema.ts'

/** Whether all that its contract knows of a town's credits comes to 96,000 (spec §3.2). */
export const hasSupply = ({ state }: Pick<TownReport, 'state'>): boolean =>
  state !== null && state.books.sum === BigInt(SUPPLY) * CREDIT
