import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
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

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** @throws ConfigError naming every variable that is wrong. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  // An empty variable counts as none, as in `PORT= npm start`.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const { success, data, error } = variables.safeParse(given)
  if (!success) {
    throw new ConfigError(
      error.issues.map(({ path: [name = ''], message }) => ({ name: String(name), message })),
      given,
    )
  }
  if ((data.RPC_URL === undefined) !== (data.CHAIN_ID === undefined)) {
    const name = data.RPC_URL === undefined ? 'RPC_URL' : 'CHAIN_ID'
    throw new ConfigError([{ name, message: 'is missing: RPC_URL and CHAIN_ID go together' }], given)
  }
  for (const name of ['RELAYER_KEY', 'OPERATOR_KEY', 'DEPLOYMENT'] as const) {
    if (data[name] === undefined || data.RPC_URL !== undefined) continue
    throw new ConfigError([{ name, message: 'is for another chain than the own one: RPC_URL is missing' }], {})
  }
  const gas = {
    ...(data.GAS_WALLET && { wallet: data.GAS_WALLET }),
    ...(data.GAS_TOWN && { town: data.GAS_TOWN }),
    ...(data.GAS_NODE && { node: data.GAS_NODE }),
    ...(data.GAS_ADDRESS && { address: data.GAS_ADDRESS }),
    ...(data.GAS_STRANGERS && { strangers: data.GAS_STRANGERS }),
  }
  return {
    home: resolve(data.TOWN_HOME ?? join(homedir(), '.distributed-town')),
    host: data.HOST,
    port: data.PORT,
    ...(data.PUBLIC_URL && { publicUrl: data.PUBLIC_URL }),
    ...(data.MAX_REQUESTS && { maxRequests: data.MAX_REQUESTS }),
    ...(Object.keys(gas).length > 0 && { gas }),
    ...(data.RPC_URL &&
      data.CHAIN_ID && { chain: chainOf({ ...data, RPC_URL: data.RPC_URL, CHAIN_ID: data.CHAIN_ID }) }),
    logLevel: data.LOG_LEVEL,
  }
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

/** Their values are not repeated in messages: an address of a provider has its key in it. */
const SECRET_VARIABLES: ReadonlySet<string> = new Set(['RPC_URL', 'RELAYER_KEY', 'OPERATOR_KEY'])

const isRpcUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

const variables = z.object({
  TOWN_HOME: z
    .string()
    .refine((path) => !path.includes('\0'), 'must be the path of a folder')
    .optional(),
  HOST: z.union([z.ipv4(), z.ipv6(), z.hostname()], 'must be an IP address or a host name').default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, PORT_MESSAGE)
    .transform(Number)
    .refine((port) => port <= 65_535, PORT_MESSAGE)
    .default(4680),
  PUBLIC_URL: z
    .string()
    .refine(isPublicUrl, 'must be an address as https://town.example, without query')
    .transform((text) => new URL(text))
    .optional(),
  MAX_REQUESTS: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1')
    .transform(Number)
    .optional(),
  GAS_WALLET: amountOfGas,
  GAS_TOWN: amountOfGas,
  GAS_NODE: amountOfGas,
  GAS_ADDRESS: amountOfGas,
  GAS_STRANGERS: amountOfGas,
  RPC_URL: z.string().refine(isRpcUrl, 'must be the http address of a JSON-RPC').optional(),
  CHAIN_ID: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be the number of a chain')
    .transform(Number)
    .optional(),
  CONFIRMATIONS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a number of blocks, from 1')
    .transform(Number)
    .default(5),
  RELAYER_KEY: privateKey,
  OPERATOR_KEY: privateKey,
  DEPLOYMENT: z.string().optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('warn'),
})

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly variables: readonly string[]

  constructor(
    problems: readonly { readonly name: string; readonly message: string }[],
    env: Readonly<Record<string, string | undefined>>,
  ) {
    const lines = problems.map(({ name, message }) => {
      const shown = SECRET_VARIABLES.has(name) || env[name] === undefined ? '' : `, it is ${JSON.stringify(env[name])}`
      return `  ${name} ${message}${shown}`
    })
    super(`the configuration is wrong:\n${lines.join('\n')}`)
    this.variables = problems.map(({ name }) => name)
  }
}
