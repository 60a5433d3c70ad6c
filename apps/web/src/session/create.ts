export { createIdentity } from '@distributed-town/sdk'
export { sealIdentity } from './seal.ts'
