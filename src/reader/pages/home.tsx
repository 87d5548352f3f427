import { networkInterfaces } from 'node:os'
import Type from 'typebox'
import type { Config } from '../../config/config.js'
import { newestPacketKey } from '../../db/read/packets.js'
import { countersOf, findCounters } from '../../db/read/status.js'
import type { Words } from '../../words/languages.js'
import { Facts } from '../components/parts.js'
import { Link, useSite, useWords } from '../components/site.js'
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

/** Where a start page leads that is closed or was never there. */
const fallbacks = ['/nodelist', '/map', '/chat']

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
        pages.includes(path) && path !== '/'
          ? config.site.starting
          : (fallbacks.find((each) => pages.includes(each)) ?? '/status'),
      )
    }
    const outcomes = countersOf(await findCounters(db), 'outcome.')
    return {
      ...settingsFor(config, host),
      received: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
    }
  },
  title: (_data, words) => words.welcome.title,
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
  const { welcome } = useWords()
  const { base } = useSite()
  return (
    <div class="welcome">
      <h1>{welcome.heading}</h1>
      <p class="lead">{data.isBuiltIn ? welcome.leadHere : welcome.leadBroker}</p>
      <div
        class="first-packet card"
        data-first-packet={`${base}/live/arrivals`}
        data-next={`${base}/`}
      >
        <span class="pulse" aria-hidden="true" />
        <p data-first-packet-state role="status">
          {welcome.waitingStill}
        </p>
      </div>
      {data.received > 0 && <Unusable received={data.received} />}
      <div class="columns">
        <Settings {...data} />
        <Steps />
      </div>
      <p class="muted">{welcome.noRadio.with({ command: <code>npm start -- --demo</code> })}</p>
    </div>
  )
}

function Unusable({ received }: { received: number }) {
  const { welcome } = useWords()
  return (
    <div class="callout">
      <p>
        {welcome.unusable.with({
          count: received,
          link: (text) => <Link href="/status">{text}</Link>,
        })}
      </p>
    </div>
  )
}

function Settings({ addresses, port, topic, isBuiltIn, tls, username }: WelcomeData) {
  const { welcome } = useWords()
  const { on, off } = welcome
  return (
    <section class="card">
      <h2>{welcome.settings}</h2>
      <Facts
        facts={[
          [welcome.mqttEnabled, on],
          [
            welcome.address,
            addresses.map((address, index) => (
              <span key={address}>
                {index > 0 && <span class="faint"> {welcome.or} </span>}
                <code class="setting">{address}</code>
              </span>
            )),
          ],
          [
            welcome.port,
            isBuiltIn || port !== USUAL_PORT ? <code class="setting">{port}</code> : null,
          ],
          [welcome.credentials, credentials(username, isBuiltIn, welcome)],
          [welcome.encryption, on],
          [welcome.json, off],
          [welcome.tls, tls ? on : off],
          [welcome.topic, <code class="setting">{topic}</code>],
        ]}
      />
      {topic.endsWith('/REGION') && (
        <p class="muted small">
          {welcome.region.with({
            europe: <code>msh/EU_868</code>,
            america: <code>msh/US</code>,
          })}
        </p>
      )}
    </section>
  )
}

function credentials(username: string, isBuiltIn: boolean, words: Words['welcome']) {
  if (username === '') return isBuiltIn ? words.credentialsAny : words.credentialsBroker
  const section = isBuiltIn ? '[broker]' : '[mqtt]'
  return words.credentialsConfig.with({ section: <code>{section}</code> })
}

function Steps() {
  const { welcome } = useWords()
  const strong = (text: string) => <strong>{text}</strong>
  const menu = (text: string) => <em>{text}</em>
  const item = menu
  return (
    <section class="card">
      <h2>{welcome.steps}</h2>
      <ol class="steps">
        <li>{welcome.stepNetwork.with({ strong, menu, item })}</li>
        <li>{welcome.stepChannel.with({ strong, item })}</li>
        <li>{welcome.stepConsent.with({ strong, menu, item })}</li>
        <li>{welcome.stepPacket.with({ strong })}</li>
      </ol>
    </section>
  )
}
