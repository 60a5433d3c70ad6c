import type { NetworkTown } from '@distributed-town/sdk'
import { layTowns, type TownPlaces } from './layout.ts'
import { layRoads, type Road } from './roads.ts'

export type LaidTown = Pick<NetworkTown, 'id' | 'template' | 'skillCounts'>

export type LaidNetwork = TownPlaces & { readonly roads: readonly Road[] }

/** The work of the worker. */
export const layNetwork = (towns: readonly LaidTown[]): LaidNetwork => ({ ...layTowns(towns), roads: layRoads(towns) })
