import { BlockList, isIP } from 'node:net'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Hex } from 'viem'
import { z } from 'zod'
import type { GasBudgets } from './relayer/budgets.ts'

export type Config = {
  /** Folder of everything that this node keeps. */
  readonly home: string
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** Where people reach the node, if a reverse proxy gives it another address than its own. */
  readonly publicUrl?: URL | undefined
  /** HTTP requests a minute that one address may make. */
  readonly maxRequests?: number | undefined
  /** Gas that the relayer pays for on a day, where it is not the usual one. */
  readonly gas?: Partial<GasBudgets> | undefined
  /** A chain that others mine, instead of the node's own. */
  readonly chain?: ChainConfig | undefined
  /** Proxies that are believed whom they speak for, as addresses or networks (`10.0.0.0/8`). */
  readonly trustedProxies: readonly string[]
  /** A PostgreSQL of one's own instead of the one that the node starts. */
  readonly databaseUrl?: string | undefined
  /** What `/metrics` asks for; without it only programs of this machine are answered. */
  readonly metricsToken?: string | undefined
  /** Serves the local network by HTTPS with a certificate of its own. */
  readonly lan: boolean
  /** Serves reads of a database that another node writes. */
  readonly reader: boolean
  /** Whether a new home with a chain of its own begins with the example network. */
  readonly example: boolean
  /** What the node's own programs name themselves by while it runs. */
  readonly ownToken?: string | undefined
  readonly logLevel: (typeof LOG_LEVELS)[number]
}

export type ChainConfig = {
  readonly rpcUrl: string
  readonly chainId: number
  /** Blocks that must stand on a transaction, its own included, before it counts. */
  readonly confirmations: number
  /** Private keys; without them the node makes its own. */
  readonly relayerKey?: Hex | undefined
  readonly operatorKey?: Hex | undefined
  /** File that says where the contracts are, as `deployment.json` of another node; without it they are deployed. */
  readonly deployment?: string | undefined
  /** Milliseconds between two looks at the chain, for an answer of it, and until a transaction that is not mined is replaced. */
  readonly pollMs?: number | undefined
  readonly timeoutMs?: number | undefined
  readonly stuckMs?: number | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** A proxy on the same machine, as PUBLIC_URL expects one. */
export const LOOPBACK = ['127.0.0.0/8', '::1'] as const

/** @throws ConfigError naming every variable and flag that is wrong. */
export const readConfig = (env: Environment, args: readonly string[] = []): Config => {
  const { lan, reader, empty } = readFlags(args)
  const data = readVariables(env)
  const gas = {
    ...(data.GAS_WALLET && { wallet: data.GAS_WALLET }),
    ...(data.GAS_TOWN && { town: data.GAS_TOWN }),
    ...(data.GAS_NODE && { node: data.GAS_NODE }),
    ...(data.GAS_ADDRESS && { address: data.GAS_ADDRESS }),
    ...(data.GAS_STRANGERS && { strangers: data.GAS_STRANGERS }),
    ...(data.GAS_NEWCOMERS && { newcomers: data.GAS_NEWCOMERS }),
  }
  const config: Config = {
    home: resolve(data.TOWN_HOME ?? join(homedir(), '.distributed-town')),
    // Whoever asks for the local network means all of its addresses.
    host: data.HOST ?? (lan ? '0.0.0.0' : '127.0.0.1'),
    port: data.PORT,
    ...(data.PUBLIC_URL && { publicUrl: data.PUBLIC_URL }),
    ...(data.MAX_REQUESTS && { maxRequests: data.MAX_REQUESTS }),
    ...(Object.keys(gas).length > 0 && { gas }),
    ...(data.RPC_URL &&
      data.CHAIN_ID && { chain: chainOf({ ...data, RPC_URL: data.RPC_URL, CHAIN_ID: data.CHAIN_ID }) }),
    trustedProxies: data.TRUSTED_PROXIES ?? (data.PUBLIC_URL ? LOOPBACK : []),
    ...(data.DATABASE_URL && { databaseUrl: data.DATABASE_URL }),
    ...(data.METRICS_TOKEN && { metricsToken: data.METRICS_TOKEN }),
    lan,
    reader,
    example: data.EXAMPLE === 'on' && !empty,
    logLevel: data.LOG_LEVEL,
  }
  requireConsistent(config, data)
  return config
}

/** Whether the flags ask for the list of everything that can be configured. */
export const asksForHelp = (args: readonly string[]): boolean => args.includes('--help') || args.includes('-h')

/** All variables and flags with their defaults, as `--help` prints them. */
export const describeConfig = (): string => {
  const defaults: Readonly<Record<string, unknown>> = variables.parse({})
  const line = (name: string, about: string, preset?: unknown) =>
    `  ${name.padEnd(16)} ${about}${preset === undefined ? '' : ` (${preset})`}`
  return [
    'npm start -- [flags]',
    '',
    'Flags',
    ...Object.entries(flags).map(([name, { about }]) => line(`--${name}`, about)),
    '',
    'Environment variables, with what holds without them',
    ...Object.entries(variables.shape).map(([name, schema]) => line(name, schema.description ?? '', defaults[name])),
    '',
    'npm run backup [FILE], npm run restore FILE: one encrypted file with everything; BACKUP_PASSPHRASE instead of a question.',
    '',
  ].join('\n')
}

/** @returns whether an address is one of those that the list names, one by one or by their network. */
export const createAddressMatcher = (list: readonly string[]): ((address: string) => boolean) => {
  const known = new BlockList()
  for (const entry of list) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) known.addAddress(address, family)
    else known.addSubnet(address, Number(bits), family)
  }
  return (address) => isIP(address) !== 0 && known.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

const flags = {
  help: { type: 'boolean', short: 'h', about: 'print this' },
  empty: { type: 'boolean', about: 'begin without the example network' },
  lan: { type: 'boolean', about: 'serve the local network by HTTPS, with a certificate made here and a QR code' },
  reader: { type: 'boolean', about: 'serve reads of the DATABASE_URL that another node writes' },
} as const

type Flags = { readonly lan: boolean; readonly reader: boolean; readonly empty: boolean }

const readFlags = (args: readonly string[]): Flags => {
  try {
    const { values } = parseArgs({ args: [...args], options: flags })
    return { lan: values.lan ?? false, reader: values.reader ?? false, empty: values.empty ?? false }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new ConfigError([{ name: 'flags', problem: `${error.message}; --help lists them` }])
  }
}

const readVariables = (env: Environment): z.output<typeof variables> => {
  // An empty variable counts as none, as in `PORT= npm start`.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const { success, data, error } = variables.safeParse(given)
  if (success) return data
  throw new ConfigError(
    error.issues.map(({ path: [first = ''], message }) => {
      const name = String(first)
      const shown = SECRET.has(name) ? '' : `, it is ${JSON.stringify(given[name])}`
      return { name, problem: `${name} ${message}${shown}` }
    }),
  )
}

const requireConsistent = (
  { lan, reader, publicUrl, databaseUrl }: Config,
  { RPC_URL, CHAIN_ID, RELAYER_KEY, OPERATOR_KEY, DEPLOYMENT }: z.output<typeof variables>,
): void => {
  const ofChain = { RPC_URL, CHAIN_ID }
  const forAnother = RPC_URL === undefined ? { RELAYER_KEY, OPERATOR_KEY, DEPLOYMENT } : {}
  const missing = Object.entries(ofChain).filter(([, value]) => value === undefined)
  const problems = [
    ...(missing.length === 1
      ? missing.map(([name]) => ({ name, problem: `${name} is missing: RPC_URL and CHAIN_ID go together` }))
      : []),
    ...Object.entries(forAnother)
      .filter(([, value]) => value !== undefined)
      .map(([name]) => ({ name, problem: `${name} is for another chain than the own one: RPC_URL is missing` })),
    ...(reader && databaseUrl === undefined
      ? [{ name: 'DATABASE_URL', problem: 'DATABASE_URL is missing: --reader needs the database of another node' }]
      : []),
    ...(lan && publicUrl !== undefined
      ? [
          {
            name: 'PUBLIC_URL',
            problem: 'PUBLIC_URL and --lan exclude each other: behind a proxy the proxy speaks HTTPS',
          },
        ]
      : []),
  ]
  if (problems.length > 0) throw new ConfigError(problems)
}

const chainOf = (
  data: z.output<typeof variables> & { readonly RPC_URL: string; readonly CHAIN_ID: number },
): ChainConfig => ({
  rpcUrl: data.RPC_URL,
  chainId: data.CHAIN_ID,
  confirmations: data.CONFIRMATIONS,
  ...(data.RELAYER_KEY && { relayerKey: data.RELAYER_KEY }),
  ...(data.OPERATOR_KEY && { operatorKey: data.OPERATOR_KEY }),
  ...(data.DEPLOYMENT && { deployment: resolve(data.DEPLOYMENT) }),
})

const PORT_MESSAGE = 'must be a whole number from 0 to 65535'

const isPublicUrl = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return (
    url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === ''
  )
}

const amountOfGas = z
  .string()
  .regex(/^[1-9]\d{0,17}$/, 'must be an amount of gas, a whole number from 1')
  .transform(BigInt)
  .optional()

const privateKey = z
  .templateLiteral(['0x', z.string().regex(/[0-9a-f]{64}/)], 'must be a private key, 0x and 64 hexadecimal digits')
  .optional()

const isRpcUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

const isDatabaseUrl = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^postgres(ql)?:$/.test(url.protocol)
}

const toList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')

const isNetwork = (entry: string): boolean => {
  const [address = '', bits, ...others] = entry.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
  return isIP(address) !== 0 && isPrefix && others.length === 0
}

/** Their values are not repeated in messages: an address of a provider has its key in it. */
const SECRET: ReadonlySet<string> = new Set(['DATABASE_URL', 'METRICS_TOKEN', 'RPC_URL', 'RELAYER_KEY', 'OPERATOR_KEY'])

const variables = z.object({
  TOWN_HOME: z
    .string()
    .refine((path) => !path.includes('\0'), 'must be the path of a folder')
    .optional()
    .describe('folder of all that the node keeps (~/.distributed-town)'),
  HOST: z
    .union([z.ipv4(), z.ipv6(), z.hostname()], 'must be an IP address or a host name')
    .optional()
    .describe('address to listen on (127.0.0.1; with --lan 0.0.0.0)'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, PORT_MESSAGE)
    .transform(Number)
    .refine((port) => port <= 65_535, PORT_MESSAGE)
    .default(4680)
    .describe('port to listen on, 0: any free one'),
  PUBLIC_URL: z
    .string()
    .refine(isPublicUrl, 'must be an address as https://town.example, without query')
    .transform((text) => new URL(text))
    .optional()
    .describe('address of the node behind a reverse proxy, as https://town.example'),
  TRUSTED_PROXIES: z
    .string()
    .transform(toList)
    .refine((list) => list.every(isNetwork), 'must be IP addresses or networks as 10.0.0.0/8, with commas between')
    .optional()
    .describe('proxies whose X-Forwarded-For counts (with PUBLIC_URL this machine, else none)'),
  MAX_REQUESTS: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1')
    .transform(Number)
    .optional()
    .describe('HTTP requests a minute that one address may make (6000)'),
  EXAMPLE: z
    .enum(['on', 'off'], 'must be on or off')
    .default('on')
    .describe('off: a new home begins without the example network, as with --empty (on)'),
  GAS_WALLET: amountOfGas.describe('gas that the node pays for a day for one wallet'),
  GAS_TOWN: amountOfGas.describe('… for one town'),
  GAS_NODE: amountOfGas.describe('… for everybody'),
  GAS_ADDRESS: amountOfGas.describe('… for those without a wallet at one address of the network'),
  GAS_STRANGERS: amountOfGas.describe('… for all without a wallet'),
  GAS_NEWCOMERS: amountOfGas.describe('… for all wallets without a validated skill'),
  RPC_URL: z
    .string()
    .refine(isRpcUrl, 'must be the http address of a JSON-RPC')
    .optional()
    .describe('JSON-RPC of a chain that others mine (a chain of its own)'),
  CHAIN_ID: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be the number of a chain')
    .transform(Number)
    .optional()
    .describe('number of that chain'),
  CONFIRMATIONS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a number of blocks, from 1')
    .transform(Number)
    .default(5)
    .describe('blocks that must stand on a transaction there before it counts'),
  RELAYER_KEY: privateKey.describe('private key that pays there for what people sign (one that the node makes)'),
  OPERATOR_KEY: privateKey.describe('private key that deploys the contracts there (one that the node makes)'),
  DEPLOYMENT: z.string().optional().describe('deployment.json of contracts that are there already'),
  DATABASE_URL: z
    .string()
    .refine(isDatabaseUrl, 'must be an address as postgres://user:password@host:5432/database')
    .optional()
    .describe('a PostgreSQL of your own, 15 or newer (one that the node starts)'),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('bearer token of /metrics (without it only this machine may read them)'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)
    .default('warn')
    .describe(`one of ${LOG_LEVELS.join(', ')}`),
})

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  /** Names of the variables that are wrong, or `flags`. */
  readonly variables: readonly string[]

  constructor(problems: readonly { readonly name: string; readonly problem: string }[]) {
    super(`the configuration is wrong:\n${problems.map(({ problem }) => `  ${problem}`).join('\n')}`)
    this.variables = problems.map(({ name }) => name)
  }
}
