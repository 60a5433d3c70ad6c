import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { isOwnUrl } from '../../src/relay/authenticate.ts'

const local = { host: '127.0.0.1' }
const behindProxy = { host: '127.0.0.1', publicUrl: new URL('https://town.example/node/') }
const open = { host: '0.0.0.0' }
const own = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? [])

type Case = [url: string, config: { host: string; publicUrl?: URL }]

test.each<Case>([
  ['wss://town.example/node/relay', behindProxy],
  ['wss://town.example:443/node/relay/', behindProxy],
  ['wss://TOWN.example/node/relay', behindProxy],
  ['ws://127.0.0.1:4680/relay', behindProxy],
  ['ws://localhost:5173/relay', local],
  ['ws://[::1]:4680/relay', local],
  ['ws://127.8.9.1/relay', local],
  ...own.map((address) => [`ws://${address.includes(':') ? `[${address}]` : address}:4680/relay`, open] satisfies Case),
])('%s leads here', (url, config) => {
  expect(isOwnUrl(url, config)).toBe(true)
})

test.each<Case>([
  // Of another host, scheme, port or path, whatever stands elsewhere in the address.
  ['wss://other.example/node/relay', behindProxy],
  ['ws://town.example/node/relay', behindProxy],
  ['https://town.example/node/relay', behindProxy],
  ['wss://town.example:444/node/relay', behindProxy],
  ['wss://town.example/relay', behindProxy],
  ['wss://town.example/node/relay/x', behindProxy],
  ['wss://town.example@other.example/node/relay', behindProxy],
  ['wss://other.example/?wss://town.example/node/relay', behindProxy],
  ['wss://town.example.other.example/node/relay', behindProxy],
  ['wss://town.example/node/relay', local],
  ['ws://192.0.2.1/relay', open],
  ['ws://127.0.0.1.other.example/relay', local],
  ['ws://127.0.0.1/', local],
  ['http://127.0.0.1/relay', local],
  ['127.0.0.1/relay', local],
  ['', local],
])('%s leads elsewhere', (url, config) => {
  expect(isOwnUrl(url, config)).toBe(false)
})
