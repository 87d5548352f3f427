import { isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Listening } from '../config/contract.js'

/** Interfaces of virtual machines and containers can be many; the first few are enough to say. */
const MOST_ADDRESSES = 4

/** The hosts by which a server bound to `address` is reached, nearest first. */
export function reachableHosts(address: string): string[] {
  if (address !== '0.0.0.0' && address !== '::') return [address]
  const outer = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map((found) => found.address)
  return ['localhost', ...outer.slice(0, MOST_ADDRESSES)]
}

/** What to tell the operator when a server of ours is ready: addresses to click on or to type. */
export function listeningMessage({ what, address, port, tls }: Listening): string {
  const hosts = reachableHosts(address).map((host) => (isIPv6(host) ? `[${host}]` : host))
  if (what === 'broker') {
    return `MQTT broker for gateways: ${hosts.map((host) => `${host}:${port}`).join('  ')}`
  }
  const scheme = tls ? 'https' : 'http'
  return `open ${hosts.map((host) => `${scheme}://${host}:${port}/`).join('  ')}`
}
