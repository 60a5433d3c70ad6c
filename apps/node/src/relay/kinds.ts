/** NIP-42. */
export const AUTH_KIND = 22_242
