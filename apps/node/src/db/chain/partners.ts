import { type GigState, MAX_PAGE, type Partner } from '@distributed-town/protocol'
import { sql } from 'kysely'
import type { Node } from '../../node.ts'
import { requireWallet } from './wallets.ts'

/** States of gigs that were paid in full. */
const COMPLETED: readonly GigState[] = ['Completed', 'Rated']

/** Those with whom a wallet completed gigs, those of the latest first. @throws NOT_FOUND */
export const listPartners = async (node: Pick<Node, 'db' | 'pool'>, walletId: number): Promise<Partner[]> => {
  await requireWallet(node, walletId)
  const id = BigInt(walletId)
  const ofParty = (own: 'creator' | 'taker', other: 'creator' | 'taker') =>
    node.db
      .selectFrom('chain.gig')
      .select([
        sql<bigint>`${sql.ref(other)}`.as('partner'),
        sql<boolean>`${own === 'taker'}::boolean`.as('did'),
        'credits',
        'rating',
        'since',
      ])
      .where(own, '=', id)
      .where('state', 'in', COMPLETED)
  const sumOf = (did: boolean) => ({
    gigs: sql<bigint>`count(*) filter (where did = ${did})`,
    credits: sql<bigint>`coalesce(sum(credits) filter (where did = ${did}), 0)`,
    ratings: sql<bigint>`count(rating) filter (where did = ${did})`,
    sum: sql<bigint>`coalesce(sum(rating) filter (where did = ${did}), 0)`,
  })
  const [done, received] = [sumOf(true), sumOf(false)]
  const rows = await node.db
    .selectFrom(ofParty('taker', 'creator').unionAll(ofParty('creator', 'taker')).as('work'))
    .select([
      'partner',
      done.gigs.as('doneGigs'),
      done.credits.as('doneCredits'),
      done.ratings.as('doneRatings'),
      done.sum.as('doneSum'),
      received.gigs.as('receivedGigs'),
      received.credits.as('receivedCredits'),
      received.ratings.as('receivedRatings'),
      received.sum.as('receivedSum'),
      sql<bigint>`max(since)`.as('lastAt'),
    ])
    .groupBy('partner')
    .orderBy('lastAt', 'desc')
    .orderBy('partner')
    .limit(MAX_PAGE)
    .execute()
  return rows.map((row) => ({
    walletId: Number(row.partner),
    done: {
      gigs: Number(row.doneGigs),
      credits: row.doneCredits,
      ratings: Number(row.doneRatings),
      sum: Number(row.doneSum),
    },
    received: {
      gigs: Number(row.receivedGigs),
      credits: row.receivedCredits,
      ratings: Number(row.receivedRatings),
      sum: Number(row.receivedSum),
    },
    lastAt: Number(row.lastAt),
  }))
}
