export { getAttachment, uploadAttachment } from '@distributed-town/sdk'
