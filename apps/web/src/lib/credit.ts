/** Base units of one credit. Here as well as in the SDK's constants, so that what only formats does not load them. */
export { CREDIT } from '@distributed-town/sdk'

export const CREDIT_DECIMALS = 18
