import { z } from 'zod'

/** First entry of a backup: what the others are. */
export const MANIFEST = 'manifest.json'

/** Folders of the archive. */
export const HOME_FILES = 'home'
export const DATABASE_ROWS = 'database'

export const FORMAT_VERSION = 1

export const manifestSchema = z.object({
  format: z.literal('distributed-town-backup'),
  formatVersion: z.number().int(),
  createdAt: z.string(),
  homeVersion: z.number().int(),
  /** Those that the database had. */
  migrations: z.array(z.string()),
  /** In the order in which they are filled. */
  tables: z.array(
    z.object({
      name: z.string().regex(/^\w+\.\w+$/),
      columns: z.array(z.string().regex(/^\w+$/)),
      counters: z.array(z.object({ column: z.string().regex(/^\w+$/), last: z.string().regex(/^\d+$/) })),
    }),
  ),
})
export type Manifest = z.infer<typeof manifestSchema>
