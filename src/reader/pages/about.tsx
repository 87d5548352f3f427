import type { ComponentChildren } from 'preact'
import Type from 'typebox'
import { findNode, type NodeRow } from '../../db/read/nodes.js'
import {
  findHearers,
  findSentByType,
  type HearerRow,
  type SentRow,
} from '../../db/read/presence.js'
import { countersOf, findCounters } from '../../db/read/status.js'
import { BROADCAST, formatNodeId, parseNodeId } from '../../mesh/node-id.js'
import { cleanName } from '../../mesh/text.js'
import { typeLabel } from '../charts/traffic.js'
import { Filters, TextInput } from '../components/forms.js'
import { NodeName } from '../components/names.js'
import { PageHead } from '../components/parts.js'
import { Link } from '../components/site.js'
import { Ago } from '../components/time.js'
import type { ReaderContext } from '../context.js'
import { formatCount } from '../format.js'
import { definePage } from '../page.js'

/** Newest packets of the node whose gateways are named. */
const PACKETS = 200
const QUIET_US = 24 * 3_600_000_000

/** What is set on this site that keeps packets out. */
interface Rules {
  isSkipped: boolean
  okToMqtt: 'keep' | 'headers' | 'drop'
  perMinute: number
  perHour: number
  nodesDays: number
  /** Messages left out by a rule, since the database was made. */
  filtered: number
}

interface Inquiry {
  node_id: number
  node: NodeRow | null
  sent: SentRow[]
  hearers: HearerRow[]
  rules: Rules
  now_us: number
}

interface AboutData {
  text: string
  inquiry: Inquiry | null
}

/** Where the data come from, and why a node may not be among them. */
export const about = definePage({
  path: '/about',
  query: Type.Object({ node: Type.String({ default: '', maxLength: 40 }) }),
  styles: ['charts.css'],
  async load(context, { query }): Promise<AboutData> {
    const text = query.node.trim()
    const node_id = parseNodeId(text)
    return {
      text,
      inquiry: node_id === null || node_id === BROADCAST ? null : await inquire(context, node_id),
    }
  },
  title: () => 'About',
  view: (data) => <AboutView {...data} />,
})

async function inquire(context: ReaderContext, node_id: number): Promise<Inquiry> {
  const { db, config, nowUs } = context
  const filtered = countersOf(await findCounters(db), 'outcome.filtered')
  return {
    node_id,
    node: (await findNode(db, node_id)) ?? null,
    sent: await findSentByType(db, node_id),
    hearers: await findHearers(db, node_id, PACKETS),
    rules: {
      isSkipped: config.mqtt.skipNodeIds.includes(node_id),
      okToMqtt: config.ingest.okToMqtt,
      perMinute: config.ingest.floodPerMinute,
      perHour: config.ingest.floodPerHour,
      nodesDays: config.cleanup.enabled ? config.retention.nodesDays : 0,
      filtered: Object.values(filtered).reduce((sum, count) => sum + count, 0),
    },
    now_us: nowUs(),
  }
}

function AboutView({ text, inquiry }: AboutData) {
  return (
    <div class="stack about">
      <PageHead title="About this site" />
      <p class="lead">
        Gateways of the mesh pass on what they hear by radio over MQTT. What arrives here is
        decrypted where its key is known, kept for a while, and shown on these pages. A node is seen
        here only when a gateway that reports here hears it, directly or through others.
      </p>
      <section class="card">
        <h2>Why isn’t my node here?</h2>
        <p class="muted">Type its id, as the app shows it, such as !7c5a1101.</p>
        <Filters path="/about" active={text !== ''}>
          <TextInput name="node" label="Node id" value={text} placeholder="!7c5a1101" />
        </Filters>
        {text !== '' && inquiry === null && (
          <p class="flag bad">That is no node id: a number of 32 bits, decimal, 0x… or !….</p>
        )}
        {inquiry !== null && <Answer {...inquiry} />}
      </section>
    </div>
  )
}

type Verdict = 'good' | 'warn' | 'bad'

interface StepProps {
  verdict: Verdict
  /** The verdict as a word. */
  word: string
  title: string
  children: ComponentChildren
}

function Step({ verdict, word, title, children }: StepProps) {
  return (
    <li>
      <div class="step-head">
        <strong>{title}</strong> <span class={`flag ${verdict}`}>{word}</span>
      </div>
      <div class="muted">{children}</div>
    </li>
  )
}

function Answer(inquiry: Inquiry) {
  const { node, node_id } = inquiry
  return (
    <ol class="verdicts">
      <HeardStep {...inquiry} />
      {node !== null && <ByWhomStep {...inquiry} />}
      {node !== null && <DecryptedStep {...inquiry} />}
      {node !== null && <NamedStep node={node} />}
      {node !== null && <PositionedStep node={node} />}
      <FilteredStep {...inquiry} />
      {node !== null && (
        <li>
          <Link href={`/node/${formatNodeId(node_id)}`}>Everything that is known of it</Link>
        </li>
      )}
    </ol>
  )
}

function HeardStep({ node, node_id, rules, now_us }: Inquiry) {
  const forgotten =
    rules.nodesDays > 0
      ? `, or not for ${rules.nodesDays} days, after which a node is forgotten`
      : ''
  if (node === null) {
    return (
      <Step verdict="bad" word="never" title="Heard">
        <p>
          {`Nothing of ${formatNodeId(node_id)} has ever arrived here${forgotten}. What to look at:`}
        </p>
        <ul class="hints">
          <li>Is a gateway near enough that hears it, or a node that relays for it?</li>
          <li>Do gateway and node have the same region, modem preset and frequency slot?</li>
          <li>Is uplink enabled for the channel on the gateway?</li>
          <li>Does the gateway publish to the broker and root topic that this site reads?</li>
        </ul>
      </Step>
    )
  }
  const isQuiet = now_us - node.last_seen_us > QUIET_US
  return (
    <Step verdict={isQuiet ? 'warn' : 'good'} word={isQuiet ? 'not lately' : 'yes'} title="Heard">
      <p>
        Last <Ago time_us={node.last_seen_us} />, for the first time{' '}
        <Ago time_us={node.first_seen_us} />.
        {isQuiet && ' Lists that show the last day or week may leave it out.'}
      </p>
    </Step>
  )
}

function ByWhomStep({ hearers }: Inquiry) {
  if (hearers.length === 0) {
    return (
      <Step verdict="warn" word="not known" title="Reported by gateways">
        <p>Its packets are no longer kept, so who heard them is not known.</p>
      </Step>
    )
  }
  return (
    <Step verdict="good" word="yes" title="Reported by gateways">
      <p>Gateways that reported its latest packets:</p>
      <ul class="hearers">
        {hearers.map((row) => (
          <li key={row.gateway_id}>
            {row.gateway_node_id === null ? (
              <bdi>{cleanName(row.gateway_id, 40)}</bdi>
            ) : (
              <NodeName
                node_id={row.gateway_node_id}
                long_name={row.long_name}
                short_name={row.short_name}
              />
            )}{' '}
            <span class="small">{formatCount(row.packets)}</span>
          </li>
        ))}
      </ul>
    </Step>
  )
}

function DecryptedStep({ sent }: Inquiry) {
  const total = sent.reduce((sum, row) => sum + row.sent, 0)
  const encrypted = sent.find((row) => row.portnum === 0)?.sent ?? 0
  const readable = sent.filter((row) => row.portnum !== 0)
  if (total === 0) {
    return (
      <Step verdict="warn" word="nothing to read" title="Decrypted">
        <p>It was only mentioned by others; nothing that it sent itself has arrived.</p>
      </Step>
    )
  }
  const [verdict, word] = readability(encrypted, total)
  return (
    <Step verdict={verdict} word={word} title="Decrypted">
      <p>
        {`${formatCount(total - encrypted)} of ${formatCount(total)} packets could be read.`}
        {encrypted > 0 &&
          ' The others are encrypted for one node, or with the key of a channel that is not read here.'}
      </p>
      {readable.length > 0 && (
        <p class="small">
          {readable.map((row) => `${typeLabel(row.portnum)} ${formatCount(row.sent)}`).join(' · ')}
        </p>
      )}
    </Step>
  )
}

function readability(encrypted: number, total: number): [Verdict, string] {
  if (encrypted === 0) return ['good', 'all']
  if (encrypted === total) return ['bad', 'nothing']
  return encrypted < total / 2 ? ['good', 'most'] : ['warn', 'some']
}

function NamedStep({ node }: { node: NodeRow }) {
  return (
    <Step
      verdict={node.nodeinfo_us === null ? 'bad' : 'good'}
      word={node.nodeinfo_us === null ? 'no' : 'yes'}
      title="Named"
    >
      {node.nodeinfo_us === null ? (
        <p>
          Its name has not come by. Nodes tell it every few hours; until then it has a number only.
        </p>
      ) : (
        <p>
          It told its name <Ago time_us={node.nodeinfo_us} />.
        </p>
      )}
    </Step>
  )
}

function PositionedStep({ node }: { node: NodeRow }) {
  const isOnMap = node.last_lat !== null && node.last_long !== null
  return (
    <Step verdict={isOnMap ? 'good' : 'bad'} word={isOnMap ? 'yes' : 'no'} title="On the map">
      {isOnMap && node.position_us !== null ? (
        <p>
          It told its position <Ago time_us={node.position_us} />.
        </p>
      ) : (
        <p>
          No position that could be read has arrived. It may have none, share none on this channel,
          or send it only on a channel that is not read here.
        </p>
      )}
    </Step>
  )
}

function FilteredStep({ rules }: Inquiry) {
  if (rules.isSkipped) {
    return (
      <Step verdict="bad" word="no" title="Let in">
        <p>The owner of this site has excluded this node.</p>
      </Step>
    )
  }
  return (
    <Step verdict="good" word="yes" title="Let in">
      <p>No rule of this site is about this node alone. Rules that are about all:</p>
      <ul class="hints">
        {rules.perMinute > 0 && (
          <li>{`At most ${formatCount(rules.perMinute)} new packets per minute of one sender.`}</li>
        )}
        {rules.perHour > 0 && (
          <li>{`At most ${formatCount(rules.perHour)} new packets per hour of one sender.`}</li>
        )}
        {rules.okToMqtt === 'drop' && (
          <li>Packets whose sender does not agree to MQTT are dropped.</li>
        )}
        {rules.okToMqtt === 'headers' && (
          <li>Of packets whose sender does not agree to MQTT only the header is kept.</li>
        )}
        {rules.nodesDays > 0 && (
          <li>{`A node that was not heard for ${formatCount(rules.nodesDays)} days is forgotten.`}</li>
        )}
        <li>{`${formatCount(rules.filtered)} messages have been left out by rules so far.`}</li>
      </ul>
    </Step>
  )
}
