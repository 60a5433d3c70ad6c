import { LIMITS } from './limits.ts'

/** What the relay says of itself (NIP-11). */
export const describeRelay = () => ({
  name: 'Distributed Town',
  description: 'Records of towns, encrypted by their members, and mailboxes. Only members read and write.',
  supported_nips: [1, 9, 11, 40, 42, 44, 59],
  limitation: {
    max_message_length: LIMITS.messageLength,
    max_subscriptions: LIMITS.subscriptions,
    max_filters: LIMITS.filters,
    max_limit: LIMITS.events,
    default_limit: LIMITS.events,
    max_subid_length: LIMITS.subscriptionIdLength,
    max_event_tags: LIMITS.tags,
    max_content_length: LIMITS.contentLength,
    created_at_lower_limit: LIMITS.clockSkew + LIMITS.wrapBackdating,
    created_at_upper_limit: LIMITS.clockSkew,
    auth_required: true,
    payment_required: false,
    restricted_writes: true,
  },
  // Not of NIP-11: what is kept for whom, in events and bytes.
  quotas: {
    author_events_per_day: LIMITS.authorEventsPerDay,
    author_bytes_per_day: LIMITS.authorBytesPerDay,
    town_events_per_day: LIMITS.townEventsPerDay,
    town_bytes_per_day: LIMITS.townBytesPerDay,
    town_bytes: LIMITS.townBytes,
    mailbox_events_per_day: LIMITS.wrapsPerDay,
    mailbox_events_per_day_of_one_sender: LIMITS.wrapsPerSender,
    mailbox_bytes_per_day: LIMITS.mailboxBytesPerDay,
    mailbox_bytes: LIMITS.mailboxBytes,
    relay_bytes: LIMITS.relayBytes,
  },
})
