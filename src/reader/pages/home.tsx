import { networkInterfaces } from 'node:os'
import Type from 'typebox'
import type { Config } from '../../config/config.js'
import { newestPacketKey } from '../../db/read/packets.js'
import { countersOf, findCounters } from '../../db/read/status.js'
import { Facts } from '../components/parts.js'
import { Link, useSite } from '../components/site.js'
import { formatCount } from '../format.js'
import { definePage, PageRedirect } from '../page.js'

interface WelcomeData {
  /** Address as the app wants it, with the port where it is not the usual one. */
  addresses: string[]
  port: number
  topic: string
  isBuiltIn: boolean
  tls: boolean
  username: string
  /** Messages that came, though no packet could be made of them. */
  received: number
}

/** Leads to the first page of the site; before anything was received, says how to begin. */
export const home = definePage({
  path: '/',
  query: Type.Object({}),
  scripts: ['welcome.js'],
  async load({ db, config }, { host, pages }): Promise<WelcomeData> {
    if ((await newestPacketKey(db)) > 0) {
      // An old configuration may name a page that is not there.
      const path = config.site.starting.split(/[?#]/)[0] ?? ''
      throw new PageRedirect(
        pages.includes(path) && path !== '/' ? config.site.starting : '/nodelist',
      )
    }
    const outcomes = countersOf(await findCounters(db), 'outcome.')
    return {
      ...settingsFor(config, host),
      received: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
    }
  },
  title: () => 'Welcome',
  view: (data) => <WelcomeView {...data} />,
})

const USUAL_PORT = 1883
const USUAL_TLS_PORT = 8883

function settingsFor(config: Config, host: string): Omit<WelcomeData, 'received'> {
  const { mqtt, broker } = config
  if (mqtt.server !== '') {
    const { server, port, tls } = mqtt
    return {
      addresses: [withPort(server, port, tls)],
      port,
      topic: rootOf(mqtt.topics[0] ?? ''),
      isBuiltIn: false,
      tls,
      username: mqtt.username,
    }
  }
  return {
    addresses: addressesFor(host, broker.bind).map((name) => withPort(name, broker.port, false)),
    port: broker.port,
    topic: 'msh/REGION',
    isBuiltIn: true,
    tls: false,
    username: broker.username,
  }
}

function withPort(name: string, port: number, tls: boolean): string {
  const bracketed = name.includes(':') && !name.startsWith('[') ? `[${name}]` : name
  return port === (tls ? USUAL_TLS_PORT : USUAL_PORT) ? bracketed : `${bracketed}:${port}`
}

/** The root topic that a gateway must have to fit a subscription such as `msh/US/bayarea/#`. */
function rootOf(topic: string): string {
  const root = topic.replace(/\/(#|\+).*$/, '').replace(/\/2\/(e|c|json|map|stat).*$/, '')
  return root === '' || root === '#' || root === 'msh' ? 'msh/REGION' : root
}

/**
 * Where a radio finds this machine: by the name that the visitor used, unless that name means
 * the visitor's own machine; then by the addresses that this one has in its networks.
 */
function addressesFor(host: string, bind: string): string[] {
  if (bind !== '' && bind !== '*' && bind !== '0.0.0.0' && bind !== '::') return [bind]
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  const isLocal = name === '' || name === 'localhost' || name === '::1' || name.startsWith('127.')
  if (!isLocal) return [name]
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter((each) => !each.internal && each.family === 'IPv4')
    .map((each) => each.address)
  return addresses.length > 0 ? addresses.slice(0, 3) : [name || 'localhost']
}

function WelcomeView(data: WelcomeData) {
  const { base } = useSite()
  return (
    <div class="welcome">
      <h1>Welcome. Nothing has been heard yet.</h1>
      <p class="lead">
        MeshView shows a Meshtastic mesh as its gateways hear it. Point one gateway at{' '}
        {data.isBuiltIn ? 'this machine' : 'the broker that this site reads'}, and its packets
        appear here within seconds.
      </p>
      <div
        class="first-packet card"
        data-first-packet={`${base}/live/firehose`}
        data-next={`${base}/`}
      >
        <span class="pulse" aria-hidden="true" />
        <p data-first-packet-state role="status">
          Waiting for the first packet. Reload this page to see whether it came.
        </p>
      </div>
      {data.received > 0 && <Unusable received={data.received} />}
      <div class="columns">
        <Settings {...data} />
        <Steps />
      </div>
      <p class="muted">
        No radio at hand? <code>npm start -- --demo</code> runs the site on a simulated mesh, in a
        database of its own.
      </p>
    </div>
  )
}

function Unusable({ received }: { received: number }) {
  return (
    <div class="callout">
      <p>
        {received === 1 ? 'One message' : `${formatCount(received)} messages`} came, but none was a
        packet that could be kept. <Link href="/status">The status page says why.</Link>
      </p>
    </div>
  )
}

function Settings({ addresses, port, topic, isBuiltIn, tls, username }: WelcomeData) {
  return (
    <section class="card">
      <h2>In the Meshtastic app: module settings, MQTT</h2>
      <Facts
        facts={[
          ['MQTT enabled', 'on'],
          [
            'Address',
            addresses.map((address, index) => (
              <span key={address}>
                {index > 0 && <span class="faint"> or </span>}
                <code class="setting">{address}</code>
              </span>
            )),
          ],
          ['Port', isBuiltIn || port !== USUAL_PORT ? <code class="setting">{port}</code> : null],
          ['Username and password', credentials(username, isBuiltIn)],
          ['Encryption enabled', 'on'],
          ['JSON output enabled', 'off'],
          ['TLS enabled', tls ? 'on' : 'off'],
          ['Root topic', <code class="setting">{topic}</code>],
        ]}
      />
      {topic.endsWith('/REGION') && (
        <p class="muted small">
          REGION is the region of the radio, as in <code>msh/EU_868</code> or <code>msh/US</code>:
          the app fills it in by itself.
        </p>
      )}
    </section>
  )
}

function credentials(username: string, isBuiltIn: boolean) {
  if (username === '')
    return isBuiltIn ? 'any; leave them as they are' : 'as that broker wants them'
  const section = isBuiltIn ? '[broker]' : '[mqtt]'
  return (
    <>
      as in <code>{section}</code> of config.ini
    </>
  )
}

function Steps() {
  return (
    <section class="card">
      <h2>And on the same radio</h2>
      <ol class="steps">
        <li>
          <strong>A way into the network.</strong> Turn on Wi-Fi or Ethernet under <em>Network</em>.
          A radio without either goes through the phone with <em>MQTT client proxy</em>.
        </li>
        <li>
          <strong>A channel that is passed on.</strong> Open the primary channel and turn on{' '}
          <em>Uplink enabled</em>.
        </li>
        <li>
          <strong>Consent.</strong> Under <em>LoRa</em>, <em>OK to MQTT</em> lets other gateways
          pass this radio's packets on.
        </li>
        <li>
          <strong>A first packet.</strong> Send a message on the channel, or wait for the next
          position.
        </li>
      </ol>
    </section>
  )
}
