import { isIPv6 } from 'node:net'

const THIS_MACHINE = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

/** A proxy on this machine that [site] trust_proxy does not name: all visitors have this address. */
export function isThisMachine(ip: string): boolean {
  return THIS_MACHINE.includes(ip)
}

/** Whom limits are for: an address, or of IPv6 the network, which every home has one of (RFC 6177). */
export function visitorOf(ip: string): string {
  const address = ip.replace(/^::ffff:(?=\d+\.)/, '')
  if (!isIPv6(address)) return address
  const [front = '', back] = address.split('::', 2)
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const behind = back === undefined ? [] : groups(back)
  const gap = Array<string>(Math.max(0, 8 - groups(front).length - behind.length)).fill('0')
  return `${[...groups(front), ...gap, ...behind].slice(0, 4).join(':')}::/64`
}
