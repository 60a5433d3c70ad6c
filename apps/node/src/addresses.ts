import { isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** All addresses of this machine, loopback included. */
export const listOwnAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((addresses) => addresses?.map(({ address }) => address) ?? [])

/** Those by which others in the local network reach it, of version 4 first: people can type them. */
export const listLanAddresses = (): readonly string[] =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    // Addresses of one link only mean nothing without its name, which browsers don't take.
    .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address) && !address.startsWith('169.254.'))
    .map(({ address }) => address)
    .toSorted((one, other) => Number(isIPv4(other)) - Number(isIPv4(one)))
