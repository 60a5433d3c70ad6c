import type pg from 'pg'
import type { Address } from 'viem'
import type { BusEvent } from '../../bus.ts'
import { storeChange, subjectsOf } from './changes.ts'
import { columnName, parseRow, type RowOf, type StoredOf, type Table } from './columns.ts'
import {
  type Community,
  communityTable,
  type Gig,
  gigTable,
  type HistoryEntry,
  historyTable,
  type Rating,
  type Release,
  ratingTable,
  releaseTable,
  type StatementEntry,
  statementTable,
  type Wallet,
  walletTable,
} from './tables.ts'

/**
 * The rows that a range of events can touch, in memory: loaded before, changed by the events one after another, stored after.
 * Histories only grow, so that only new rows are here.
 */
export type WorkingSet = {
  readonly communities: Map<number, Community>
  readonly wallets: Map<number, Wallet>
  readonly ratings: Map<string, Rating>
  readonly gigs: Map<bigint, Gig>
  readonly releases: Release[]
  readonly history: HistoryEntry[]
  readonly statement: StatementEntry[]
  /** Ids by what events name instead. */
  readonly communityAt: Map<Address, number>
  readonly walletOf: Map<Address, number>
  /** Told to others after the commit. */
  readonly memberships: Extract<BusEvent, { type: 'membership' }>[]
}

/** What events name. */
export type References = {
  readonly communities: readonly Address[]
  readonly communityIds: readonly number[]
  readonly owners: readonly Address[]
  readonly walletIds: readonly number[]
  readonly gigIds: readonly bigint[]
}

export const ratingKey = ({ walletId, skill }: Pick<Rating, 'walletId' | 'skill'>): string => `${walletId}:${skill}`

/** The rows named, and those that these lead to: the parties of gigs, the rates of wallets, the communities of both. */
export const loadWorkingSet = async (client: pg.ClientBase, references: References): Promise<WorkingSet> => {
  const gigs = await select(client, gigTable, 'id = any($1::bigint[])', [references.gigIds])
  const parties = gigs.flatMap(({ creator, taker }) => (taker === null ? [creator] : [creator, taker]))
  const wallets = await select(client, walletTable, 'id = any($1::bigint[]) or owner = any($2::text[])', [
    [...references.walletIds, ...parties],
    references.owners,
  ])
  const communityIds = [
    ...references.communityIds,
    ...gigs.map(({ communityId }) => communityId),
    ...wallets.flatMap(({ communityId }) => communityId ?? []),
  ]
  const communities = await select(client, communityTable, 'id = any($1::bigint[]) or address = any($2::text[])', [
    communityIds,
    references.communities,
  ])
  const ratings = await select(client, ratingTable, 'wallet_id = any($1::bigint[])', [wallets.map(({ id }) => id)])
  return {
    communities: new Map(communities.map((row) => [row.id, row])),
    wallets: new Map(wallets.map((row) => [row.id, row])),
    ratings: new Map(ratings.map((row) => [ratingKey(row), row])),
    gigs: new Map(gigs.map((row) => [row.id, row])),
    releases: [],
    history: [],
    statement: [],
    communityAt: new Map(communities.map(({ address, id }) => [address, id])),
    walletOf: new Map(wallets.map(({ owner, id }) => [owner, id])),
    memberships: [],
  }
}

export const storeWorkingSet = async (client: pg.ClientBase, set: WorkingSet): Promise<void> => {
  for (const { table, rows } of rowsOf(set)) await upsert(client, table, rows)
  await upsert(client, historyTable, set.history)
  await upsert(client, statementTable, set.statement)
  await storeChange(client, subjectsOf(set))
}

/** The rows of a set that replace earlier ones, by table. */
export const rowsOf = (
  set: WorkingSet,
): readonly { readonly table: Table; readonly rows: readonly RowOf<Table>[] }[] => [
  { table: communityTable, rows: [...set.communities.values()] },
  { table: walletTable, rows: [...set.wallets.values()] },
  { table: ratingTable, rows: [...set.ratings.values()] },
  { table: gigTable, rows: [...set.gigs.values()] },
  { table: releaseTable, rows: set.releases },
]

const select = async <T extends Table>(
  client: pg.ClientBase,
  table: T,
  where: string,
  values: readonly (readonly unknown[])[],
): Promise<RowOf<T>[]> => {
  if (values.every((list) => list.length === 0)) return []
  const { rows } = await client.query<StoredOf<T>>(`select * from ${table.name} where ${where}`, [...values])
  return rows.map((row) => parseRow(table, row))
}

/** All rows in one statement and one parameter, however many they are. */
export const upsert = async <T extends Table>(
  client: pg.ClientBase,
  table: T,
  rows: readonly RowOf<T>[],
): Promise<void> => {
  if (rows.length === 0) return
  const columns = columnsOf(table)
  const json = JSON.stringify(rows.map((row) => toStored(row, columns)))
  await upsertFrom(client, table, `json_populate_recordset(null::${table.name}, $1::json)`, [json])
}

/** Rows that a query gives; those that exist are replaced. */
export const upsertFrom = async (
  client: pg.ClientBase,
  table: Table,
  source: string,
  values: readonly unknown[],
): Promise<void> => {
  const keys = keysOf(table)
  const columns = Object.keys(table.columns).map(columnName)
  const updates = columns.filter((column) => !keys.includes(column)).map((column) => `${column} = excluded.${column}`)
  await client.query(
    `insert into ${table.name} (${columns}) select ${columns} from ${source}
      on conflict (${keys}) do update set ${updates}`,
    [...values],
  )
}

/** Columns of the primary key. */
export const keysOf = ({ key }: Table): readonly string[] => key.map(columnName)

const columnsOf = ({ columns }: Table): readonly (readonly [field: string, column: string])[] =>
  Object.keys(columns).map((field) => [field, columnName(field)])

const toStored = (
  row: Readonly<Record<string, unknown>>,
  columns: ReturnType<typeof columnsOf>,
): Record<string, unknown> => {
  const stored: Record<string, unknown> = {}
  for (const [field, column] of columns) {
    const value = row[field]
    stored[column] = typeof value === 'bigint' ? value.toString() : value
  }
  return stored
}
