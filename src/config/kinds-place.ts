import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { type Kind, listItems, Refusal } from './kinds.js'

const HOST_NAME = /^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_-]+)*\.?$/

function isHost(host: string): boolean {
  return isIP(host) !== 0 || (host.length <= 253 && HOST_NAME.test(host))
}

/** An address to listen on; `*` and nothing stand for all IPv4 addresses (0.0.0.0). */
export function bindAddress(): Kind<string> {
  return {
    expects: 'an IP address or host name of this machine, or * for all',
    blank: true,
    read(value) {
      if (value === '' || value === '*') return '0.0.0.0'
      const bare = value.replace(/^\[(.*)\]$/, '$1')
      if (!isHost(bare)) throw new Refusal()
      return bare
    },
  }
}

/** A file or folder, made absolute from the folder of the configuration file; '' when not given. */
export function path(): Kind<string> {
  return {
    expects: 'a path, absolute or from the folder of this file',
    blank: true,
    read(value, { folder }) {
      if (value.includes('\0') || value.includes('\n')) throw new Refusal()
      return value === '' ? '' : resolve(folder, value)
    },
  }
}

/** A path on this site. Two slashes at its start would lead to another site. */
export function sitePath(): Kind<string> {
  return {
    expects: 'a path on this site that begins with one /',
    blank: false,
    read(value) {
      if (!/^\/(?![/\\])[^\s\\]*$/.test(value)) throw new Refusal()
      return value
    },
  }
}

/**
 * Address of map tiles with {z}, {x} and {y} in its path, and perhaps {r} (@2x where the screen is
 * fine). One host, so that a browser can be told of it.
 */
export function tileTemplate(): Kind<string> {
  return {
    expects: 'an http(s) address with {z}, {x} and {y} in its path, or nothing',
    blank: true,
    read(value) {
      if (value === '') return ''
      if (!/^https?:\/\/[^\s{}"'<>;,/]+\/[^\s"'<>]*$/.test(value)) throw new Refusal()
      const missing = ['{z}', '{x}', '{y}'].some((part) => !value.includes(part))
      const unknown = /\{(?![zxyr]\})/.test(value)
      if (missing || unknown || !URL.canParse(value)) throw new Refusal()
      return value
    },
  }
}

/** The sub-path that a proxy serves the site under, without a slash at its end; '' for none. */
export function basePath(): Kind<string> {
  return {
    expects: 'a path such as /meshview, or nothing',
    blank: true,
    read(value) {
      const bare = value.replace(/\/+$/, '')
      if (bare !== '' && !/^(\/[A-Za-z0-9._~-]+)+$/.test(bare)) throw new Refusal()
      return bare
    },
  }
}

/** The address visitors use, as a text of its own (3.x shows it) or a full http(s) URL. */
export function domain(): Kind<string> {
  return {
    expects: 'a host name or an http(s) address, or nothing',
    blank: true,
    read(value) {
      if (
        /\s/.test(value) ||
        (/^[a-z]+:/i.test(value) && !/^(https?:\/\/|[^/]+:\d)/i.test(value))
      ) {
        throw new Refusal()
      }
      return value
    },
  }
}

/** Whose X-Forwarded-For is believed: nobody's, everybody's, or that of the given addresses. */
export function trustProxy(): Kind<boolean | readonly string[]> {
  return {
    expects: 'true, false, or IP addresses and networks (10.0.0.0/8) parted by commas',
    blank: false,
    read(value) {
      if (/^(true|yes|on)$/i.test(value)) return true
      if (/^(false|no|off)$/i.test(value)) return false
      const addresses = listItems(value)
      for (const address of addresses) {
        const [ip = '', bits] = address.split('/')
        const most = isIP(ip) === 6 ? 128 : 32
        if (
          isIP(ip) === 0 ||
          (bits !== undefined && !(/^\d+$/.test(bits) && Number(bits) <= most))
        ) {
          throw new Refusal(`"${address}" is not an address`)
        }
      }
      return addresses
    },
  }
}

export interface MqttAddress {
  host: string
  /** null: not said here. */
  port: number | null
  /** null: not said here. */
  tls: boolean | null
}

/** A host name, `mqtt://host[:port]` or `mqtts://host[:port]`; nothing = the built-in broker. */
export function mqttServer(): Kind<string> {
  return {
    expects: 'a host name, mqtt://host or mqtts://host, or nothing for the built-in broker',
    blank: true,
    read(value) {
      splitMqttServer(value)
      return value
    },
  }
}

/** Parts the text of `[mqtt] server`; throws {@link Refusal} when it names no server. */
export function splitMqttServer(value: string): MqttAddress {
  if (value === '') return { host: '', port: null, tls: null }
  const parts = /^(?:(mqtts?|tcp|ssl|tls):\/\/)?(\[[^\]]+\]|[^:/@\s]+)(?::(\d{1,5}))?\/?$/i.exec(
    value,
  )
  if (!parts && isIP(value) === 6) return { host: value, port: null, tls: null }
  if (!parts) {
    throw new Refusal(
      value.includes('@')
        ? 'user and password have keys of their own, [mqtt] username, password'
        : '',
    )
  }
  const host = parts[2]!.replace(/^\[(.*)\]$/, '$1')
  const port = parts[3] === undefined ? null : Number(parts[3])
  if (!isHost(host) || port === 0 || (port ?? 1) > 65_535) throw new Refusal()
  const scheme = parts[1]?.toLowerCase()
  return { host, port, tls: scheme === undefined ? null : /^(mqtts|ssl|tls)$/.test(scheme) }
}
