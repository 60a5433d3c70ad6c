/** What people of a replay do, by the names of the SDK's actions, in the order in which it comes. */
export const ACT_KINDS = [
  'createAndFound',
  'createAndJoin',
  'createGig',
  'acceptRequest',
  'submitGig',
  'completeGig',
  'rateGig',
] as const
export type ActKind = (typeof ACT_KINDS)[number]
