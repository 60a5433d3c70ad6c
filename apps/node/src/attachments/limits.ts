const MIB = 1_048_576

/** How many attachments the node takes, and from whom. */
export const ATTACHMENT_LIMITS = {
  /** Of one member. */
  authorPerDay: 100,
  authorBytesPerDay: 100 * MIB,
  /** In one town. */
  townPerDay: 1000,
  townBytesPerDay: 500 * MIB,
  /** What is kept of one town. */
  townBytes: 2048 * MIB,
  /** What all take on the disk. */
  nodeBytes: 16_384 * MIB,
  /** Bodies that are read at once: each is held until all of it is there. */
  uploads: 16,
  /** Of one member. */
  uploadsPerAuthor: 2,
  /** Seconds after which what no record shows is removed. */
  orphanAge: 86_400,
} as const

export type AttachmentLimits = { readonly [Name in keyof typeof ATTACHMENT_LIMITS]: number }
