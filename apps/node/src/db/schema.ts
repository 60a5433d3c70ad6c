import type { ChainTables } from './chain/tables.ts'
import type { TownTables } from './town/tables.ts'

/** All tables, by schema-qualified name. Schema `chain` can be rebuilt from block zero, schema `town` can't. */
export type Database = ChainTables & TownTables
