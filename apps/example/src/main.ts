// What the node runs once, at its first start: main.ts URL HOME lives the example network on the node at URL, whose home is HOME.

import { createTown } from '@distributed-town/sdk'
import { OWN_TOKEN_HEADER } from '../../node/src/address.ts'
import { createPatientFetch } from '../../replay/src/patient-fetch.ts'
import { liveExample } from './live-example.ts'

const [url = '', home = ''] = process.argv.slice(2)
const token = process.env.EXAMPLE_TOKEN ?? ''

// The node that started this ends it too; a next start goes on from there. While it lives, a busy machine is waited for.
const patientFetch = createPatientFetch({ signal: new AbortController().signal })

/** What is asked here counts for nobody else. */
const ownFetch: typeof fetch = (input, init) =>
  patientFetch(input, { ...init, headers: { ...init?.headers, [OWN_TOKEN_HEADER]: token } })

await liveExample(createTown({ url, fetch: ownFetch }), {
  home,
  say: (line) => process.stderr.write(`${line}\n`),
})
// Connections that are still closing would keep the process.
process.exit(0)
