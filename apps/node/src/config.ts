import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
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
  readonly logLevel: (typeof LOG_LEVELS)[number]
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
    logLevel: data.LOG_LEVEL,
  }
}

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
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('warn'),
})

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly variables: readonly string[]

  constructor(
    problems: readonly { readonly name: string; readonly message: string }[],
    env: Readonly<Record<string, string | undefined>>,
  ) {
    const lines = problems.map(({ name, message }) => `  ${name} ${message}, it is ${JSON.stringify(env[name])}`)
    super(`the configuration is wrong:\n${lines.join('\n')}`)
    this.variables = problems.map(({ name }) => name)
  }
}
