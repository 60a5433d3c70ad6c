import { join } from 'node:path'
import { addressSchema } from '@distributed-town/protocol'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { parseFile, writeWhole } from '../home.ts'

// Who lives in the example network of this home, with their keys. A home without the file has none.

const exampleFile = z.object({
  /** Whether everything has happened that was to happen; until then the next start goes on with it. */
  isFinished: z.boolean(),
  /** Days that are left of its past, by which the node's clock is behind. Those begun by an earlier version had none. */
  daysLeft: z.int().min(0).default(0),
  /** Empty before the example has begun. */
  residents: z.array(
    z.object({
      /** Within the example. */
      key: z.string(),
      name: z.string(),
      about: z.string(),
      /** The name of the town in which they are to begin with. */
      town: z.string(),
      /** Whether it is a good one to begin with. */
      isSuggested: z.boolean(),
      owner: addressSchema,
      /** What all their keys come of, 32 random bytes. */
      secret: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
})

export type Example = z.infer<typeof exampleFile>
export type ExampleResident = Example['residents'][number]

/** How long ago its first town was founded. */
export const PAST_DAYS = 41

export const EXAMPLE_FILE = 'example.json'

/** @throws HomeError if the file is damaged. */
export const readExample = ({ home }: { readonly home: string }): Example | undefined =>
  parseFile(join(home, EXAMPLE_FILE), (text) => exampleFile.parse(JSON.parse(text)))

/** The example of a node that runs. */
export type ExampleView = { readonly read: () => Example | undefined }

/** Reads the file anew until all has happened: another process writes it. A home that began without one gets none. */
export const viewExample = ({ home, example }: Pick<Config, 'home' | 'example'>): ExampleView => {
  let kept = example ? readExample({ home }) : undefined
  return {
    read: () => {
      if (kept && !kept.isFinished) kept = readExample({ home })
      return kept
    },
  }
}

export const writeExample = ({ home, ...example }: Example & { readonly home: string }): void =>
  writeWhole(join(home, EXAMPLE_FILE), `${JSON.stringify(example, undefined, 2)}\n`)
