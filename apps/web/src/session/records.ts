export { getRecord, openRecords, setProfile, uploadAttachment } from '@distributed-town/sdk'
