/** Of the towns that the API is measured with. */
export const TOWNS = 200
export const MEMBERS_OF_A_TOWN = 12
export const GIGS_OF_A_TOWN = 60
/** In each block while blocks come. */
export const ACTS_OF_A_BLOCK = 60
