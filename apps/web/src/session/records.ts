export { openRecords, setProfile } from '@distributed-town/sdk'
