import type { Address, Hex } from 'viem'
import type { Node } from '../../node.ts'
import { inTransaction } from '../transaction.ts'

export type Attempt = {
  readonly hash: Hex
  readonly raw: Hex
  readonly maxFee: bigint
  readonly maxPriorityFee: bigint
}

export type Outgoing = {
  readonly nonce: number
  /** Null: it creates a contract. */
  readonly to: Address | null
  readonly data: Hex
  readonly gas: bigint
  /** In the order of signing, at least one. */
  readonly attempts: readonly Attempt[]
}

type Pool = Pick<Node, 'pool'>

export const insertOutgoing = (
  { pool }: Pool,
  { account, outgoing }: { readonly account: Address; readonly outgoing: readonly Outgoing[] },
): Promise<void> =>
  inTransaction(pool, async (client) => {
    for (const { nonce, to, data, gas, attempts } of outgoing) {
      await client.query('insert into town.outgoing (account, nonce, target, data, gas) values ($1, $2, $3, $4, $5)', [
        account,
        nonce,
        to,
        data,
        gas,
      ])
      for (const attempt of attempts) await client.query(INSERT_ATTEMPT, valuesOf(account, nonce, attempt))
    }
  })

/** A replacement: its requests are answered from whichever is mined, so they are not moved to it. */
export const insertAttempt = async (
  { pool }: Pool,
  { account, nonce, attempt }: { readonly account: Address; readonly nonce: number; readonly attempt: Attempt },
): Promise<void> => {
  await pool.query(INSERT_ATTEMPT, valuesOf(account, nonce, attempt))
}

/** One that is there is of the same writing, whose answer got lost. */
const INSERT_ATTEMPT = `insert into town.outgoing_attempt (account, nonce, hash, raw, max_fee, max_priority_fee)
  values ($1, $2, $3, $4, $5, $6) on conflict (hash) do nothing`

const valuesOf = (account: Address, nonce: number, { hash, raw, maxFee, maxPriorityFee }: Attempt) => [
  account,
  nonce,
  hash,
  raw,
  maxFee,
  maxPriorityFee,
]

export const listOutgoing = async (
  { pool }: Pool,
  { account }: { readonly account: Address },
): Promise<readonly Outgoing[]> => {
  const { rows } = await pool.query<{
    nonce: bigint
    target: Address | null
    data: Hex
    gas: bigint
    hash: Hex
    raw: Hex
    max_fee: bigint
    max_priority_fee: bigint
  }>(
    `select o.nonce, o.target, o.data, o.gas, a.hash, a.raw, a.max_fee, a.max_priority_fee
     from town.outgoing o join town.outgoing_attempt a using (account, nonce)
     where o.account = $1 order by o.nonce, a.seq`,
    [account],
  )
  const byNonce = Map.groupBy(rows, ({ nonce }) => nonce)
  return [...byNonce.values()].flatMap((attempts) => {
    const [first] = attempts
    if (first === undefined) return []
    return [
      {
        nonce: Number(first.nonce),
        to: first.target,
        data: first.data,
        gas: first.gas,
        attempts: attempts.map(({ hash, raw, max_fee, max_priority_fee }) => ({
          hash,
          raw,
          maxFee: max_fee,
          maxPriorityFee: max_priority_fee,
        })),
      },
    ]
  })
}

/** It is confirmed, or nobody will ever mine it. @param mined The attempt that was mined: its requests are found by it from now on. */
export const deleteOutgoing = (
  { pool }: Pool,
  { account, nonce, mined }: { readonly account: Address; readonly nonce: number; readonly mined: Hex | undefined },
): Promise<void> =>
  inTransaction(pool, async (client) => {
    if (mined !== undefined) {
      await client.query(
        `update town.relayed_request set transaction_hash = $3 where transaction_hash <> $3 and transaction_hash in
          (select hash from town.outgoing_attempt where account = $1 and nonce = $2)`,
        [account, nonce, mined],
      )
    }
    await client.query('delete from town.outgoing where account = $1 and nonce = $2', [account, nonce])
  })
