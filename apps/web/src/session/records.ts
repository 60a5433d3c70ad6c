export { openRecords, setProfile, uploadAttachment } from '@distributed-town/sdk'
