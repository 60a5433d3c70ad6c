/** Of both typed data of the town; chain and contract come along (spec §14.8). */
export const DOMAIN = { name: 'Distributed Town', version: '1' } as const
