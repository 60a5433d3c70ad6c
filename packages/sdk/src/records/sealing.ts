// What encrypts and signs a record, loaded with the first one.
export { parseRecordContent, recordTemplate, sealRecord, signEvent } from '@distributed-town/protocol'
