/** NIP-09. */
export const DELETION_KIND = 5
/** NIP-42. */
export const AUTH_KIND = 22_242
