// What the node runs once, at its first start: main.ts URL HOME lives the example network on the node at URL, whose home is HOME.

import { once } from 'node:events'
import { createTown } from '@distributed-town/sdk'
import { OWN_TOKEN_HEADER } from '../../node/src/address.ts'
import { readExample } from '../../node/src/example/example-file.ts'
import { createPatientFetch } from '../../replay/src/patient-fetch.ts'
import { liveExample, type PassTo } from './live-example.ts'

const [url = '', home = ''] = process.argv.slice(2)
/** What is asked with it counts for nobody else, and is answered while the past is told. */
const own = { [OWN_TOKEN_HEADER]: process.env.EXAMPLE_TOKEN ?? '' }

// The node that started this ends it too; a next start goes on from there. While it lives, a busy machine is waited for.
const patientFetch = createPatientFetch({ signal: new AbortController().signal })

const ownFetch: typeof fetch = (input, init) => patientFetch(input, { ...init, headers: { ...init?.headers, ...own } })

/** Node's own takes headers, which those of browsers don't. */
const ownWebSocket = (address: string): WebSocket => new WebSocket(address, { headers: own } as unknown as string[])

let daysLeft = readExample({ home })?.daysLeft ?? 0
const DAY_MS = 86_400_000

/** The node lets them go by first. */
const passTo: PassTo = async (stop) => {
  if (stop.daysLeft > daysLeft) return
  process.send?.(stop)
  const [answer]: { readonly daysLeft: number }[] = await once(process, 'message')
  daysLeft = answer?.daysLeft ?? daysLeft
}

await liveExample(
  createTown({ url, fetch: ownFetch, webSocket: ownWebSocket, clock: () => Date.now() - daysLeft * DAY_MS }),
  { home, passTo, say: (line) => process.stderr.write(`${line}\n`) },
)
// Connections that are still closing would keep the process.
process.exit(0)
