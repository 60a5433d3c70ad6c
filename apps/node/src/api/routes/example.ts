import {
  addressParamsSchema,
  type Example,
  type ExampleKey,
  exampleKeySchema,
  exampleSchema,
  TownError,
} from '@distributed-town/protocol'
import { z } from 'zod'
import type { ExampleView } from '../../example/example-file.ts'
import { parse } from '../errors.ts'
import { describe } from '../operation.ts'
import type { ApiPlugin } from '../server.ts'

/** Whose shoes a visitor may step into. The keys are for everybody (spec §12.5): nobody else's are in the file that they come from. */
export const exampleRoutes =
  ({ example }: { readonly example: ExampleView | undefined }): ApiPlugin =>
  (app) => {
    const requireExample = () => {
      const present = example?.read()
      if (!present) throw new TownError('NO_EXAMPLE')
      return present
    }

    app.get(
      '/api/example',
      describe({ summary: 'The invented residents of the example network', answer: exampleSchema }),
      async (_, reply) => {
        const { isFinished, residents } = requireExample()
        // One by one, so that nothing else of the file gets out by mistake.
        const answer: Example = {
          isFinished,
          residents: residents.map(({ owner, name, about, town, isSuggested }) => ({
            owner,
            name,
            about,
            town,
            isSuggested,
          })),
        }
        return reply.header('cache-control', 'no-store').send(z.encode(exampleSchema, answer))
      },
    )

    app.get(
      '/api/example/:address',
      describe({
        summary: 'An invented resident with the secret of all their keys',
        params: addressParamsSchema,
        answer: exampleKeySchema,
      }),
      async ({ params }, reply) => {
        const { residents } = requireExample()
        const { address } = parse(addressParamsSchema, params)
        const resident = residents.find(({ owner }) => owner.toLowerCase() === address.toLowerCase())
        if (!resident) throw new TownError('NOT_FOUND', { address })
        const { owner, name, about, town, isSuggested, secret } = resident
        const answer: ExampleKey = { owner, name, about, town, isSuggested, secret }
        return reply.header('cache-control', 'no-store').send(z.encode(exampleKeySchema, answer))
      },
    )
  }
