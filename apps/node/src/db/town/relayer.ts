import { type ErrorBody, errorBodySchema, type toErrorBody } from '@distributed-town/protocol'
import { sql } from 'kysely'
import type { Address, Hex } from 'viem'
import type { Node } from '../../node.ts'

export type RelayedRequest = { readonly transactionHash: Hex; readonly error: ErrorBody | undefined }

export type GasSpent = { readonly budget: string; readonly key: string; readonly gas: bigint }

/** Writes down together what is about to be sent and what it costs. A request that is sent again has another transaction. */
export const insertRelayed = async (
  { db }: Pick<Node, 'db'>,
  {
    requests,
    day,
    spent,
  }: {
    readonly requests: readonly { readonly digest: Hex; readonly transactionHash: Hex; readonly expiresAt: number }[]
    readonly day: number
    readonly spent: readonly GasSpent[]
  },
): Promise<void> => {
  await sql`
    with spent as (
      insert into town.gas_spent as s (day, budget, key, gas)
      select ${day}::bigint, * from unnest(
        ${spent.map(({ budget }) => budget)}::text[],
        ${spent.map(({ key }) => key)}::text[],
        ${spent.map(({ gas }) => gas)}::bigint[])
      on conflict (day, budget, key) do update set gas = s.gas + excluded.gas
    )
    insert into town.relayed_request (digest, transaction_hash, expires_at)
    select * from unnest(
      ${requests.map(({ digest }) => digest)}::text[],
      ${requests.map(({ transactionHash }) => transactionHash)}::text[],
      ${requests.map(({ expiresAt }) => expiresAt)}::bigint[])
    on conflict (digest) do update set transaction_hash = excluded.transaction_hash, error = null
  `.execute(db)
}

export const storeRefusal = async (
  { db }: Pick<Node, 'db'>,
  { digest, error }: { readonly digest: Hex; readonly error: ReturnType<typeof toErrorBody> },
): Promise<void> => {
  await db
    .updateTable('town.relayed_request')
    .set({ error: JSON.stringify(error) })
    .where('digest', '=', digest)
    .execute()
}

export const findRelayed = async (
  { db }: Pick<Node, 'db'>,
  { digest }: { readonly digest: Hex },
): Promise<RelayedRequest | undefined> => {
  const row = await db
    .selectFrom('town.relayed_request')
    .select(['transaction_hash', 'error'])
    .where('digest', '=', digest)
    .executeTakeFirst()
  return (
    row && {
      transactionHash: row.transaction_hash as Hex,
      error: row.error === null ? undefined : errorBodySchema.parse(row.error),
    }
  )
}

export const listGasSpent = async (
  { db }: Pick<Node, 'db'>,
  { day }: { readonly day: number },
): Promise<readonly GasSpent[]> =>
  db.selectFrom('town.gas_spent').select(['budget', 'key', 'gas']).where('day', '=', BigInt(day)).execute()

/** Drops requests that nobody can repeat any more, and what was spent on earlier days. */
export const deleteOutdatedRelayed = async (
  { db }: Pick<Node, 'db'>,
  { now, day }: { readonly now: number; readonly day: number },
): Promise<void> => {
  await db.deleteFrom('town.relayed_request').where('expires_at', '<', BigInt(now)).execute()
  await db.deleteFrom('town.gas_spent').where('day', '<', BigInt(day)).execute()
}

export type Spender = { readonly walletId: number; readonly communityId: number | null; readonly isValidated: boolean }

/** Wallets of addresses; of those that have one. */
export const listSpenders = async (
  { db }: Pick<Node, 'db'>,
  { senders }: { readonly senders: readonly Address[] },
): Promise<ReadonlyMap<string, Spender>> => {
  const rows = await db
    .selectFrom('chain.wallet')
    .select(['owner', 'id', 'community_id', 'validated_at'])
    .where(sql<boolean>`owner = any(${senders}::text[])`)
    .execute()
  return new Map(
    rows.map(({ owner, id, community_id, validated_at }) => [
      owner,
      {
        walletId: Number(id),
        communityId: community_id === null ? null : Number(community_id),
        isValidated: validated_at !== null,
      },
    ]),
  )
}
