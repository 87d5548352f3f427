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
import { BROADCAST, formatNodeId, readNodeId } from '../../mesh/node-id.js'
import { cleanName } from '../../mesh/text.js'
import { Filters, TextInput } from '../components/forms.js'
import { NodeName, portLabel } from '../components/names.js'
import { Facts, PageHead } from '../components/parts.js'
import { Link, useLocal, useWords } from '../components/site.js'
import { Ago } from '../components/time.js'
import type { ReaderContext } from '../context.js'
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
    const node_id = readNodeId(text)
    return {
      text,
      inquiry: node_id === null || node_id === BROADCAST ? null : await inquire(context, node_id),
    }
  },
  description: ({ about }) => about,
  title: (_data, words) => words.about.title,
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
  const { about, glossary } = useWords()
  return (
    <div class="stack about">
      <PageHead title={about.heading} />
      <p class="lead">{about.lead}</p>
      <section class="card">
        <h2>{about.why}</h2>
        <p class="muted">{about.whyText}</p>
        <Filters path="/about" active={text === '' ? 0 : 1}>
          <TextInput name="node" label={about.nodeId} value={text} placeholder="!7c5a1101" />
        </Filters>
        {text !== '' && inquiry === null && <p class="flag bad">{about.noId}</p>}
        {inquiry !== null && <Answer {...inquiry} />}
      </section>
      <section class="card" id="words">
        <h2>{glossary.title}</h2>
        <Facts
          facts={Object.values(glossary.terms).map(({ name, text }) => [name, text] as const)}
        />
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
  const { about } = useWords()
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
          <Link href={`/node/${formatNodeId(node_id)}`}>{about.everything}</Link>
        </li>
      )}
    </ol>
  )
}

function HeardStep({ node, node_id, rules, now_us }: Inquiry) {
  const { about } = useWords()
  const { heard } = about
  const id = formatNodeId(node_id)
  if (node === null) {
    return (
      <Step verdict="bad" word={heard.never} title={heard.title}>
        <p>
          {rules.nodesDays > 0
            ? heard.nothingOrForgotten({ id, days: rules.nodesDays })
            : heard.nothing({ id })}
        </p>
        <ul class="hints">
          <li>{heard.hintNear}</li>
          <li>{heard.hintSame}</li>
          <li>{heard.hintUplink}</li>
          <li>{heard.hintBroker}</li>
        </ul>
      </Step>
    )
  }
  const isQuiet = now_us - node.last_seen_us > QUIET_US
  return (
    <Step
      verdict={isQuiet ? 'warn' : 'good'}
      word={isQuiet ? heard.notLately : about.yes}
      title={heard.title}
    >
      <p>
        {heard.when.with({
          last: <Ago time_us={node.last_seen_us} />,
          first: <Ago time_us={node.first_seen_us} />,
        })}
        {isQuiet && ` ${heard.quiet}`}
      </p>
    </Step>
  )
}

function ByWhomStep({ hearers }: Inquiry) {
  const { about } = useWords()
  const { byWhom } = about
  const local = useLocal()
  if (hearers.length === 0) {
    return (
      <Step verdict="warn" word={byWhom.notKnown} title={byWhom.title}>
        <p>{byWhom.notKept}</p>
      </Step>
    )
  }
  return (
    <Step verdict="good" word={about.yes} title={byWhom.title}>
      <p>{byWhom.gateways}</p>
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
            <span class="small">{local.count(row.packets)}</span>
          </li>
        ))}
      </ul>
    </Step>
  )
}

function DecryptedStep({ sent }: Inquiry) {
  const words = useWords()
  const { decrypted } = words.about
  const local = useLocal()
  const total = sent.reduce((sum, row) => sum + row.sent, 0)
  const encrypted = sent.find((row) => row.portnum === 0)?.sent ?? 0
  const readable = sent.filter((row) => row.portnum !== 0)
  if (total === 0) {
    return (
      <Step verdict="warn" word={decrypted.nothingToRead} title={decrypted.title}>
        <p>{decrypted.onlyMentioned}</p>
      </Step>
    )
  }
  const [verdict, word] = readability(encrypted, total)
  return (
    <Step verdict={verdict} word={decrypted[word]} title={decrypted.title}>
      <p>
        {decrypted.read({ read: total - encrypted, total })}
        {encrypted > 0 && ` ${decrypted.others}`}
      </p>
      {readable.length > 0 && (
        <p class="small">
          {readable
            .map((row) => `${portLabel(row.portnum, words)} ${local.count(row.sent)}`)
            .join(' · ')}
        </p>
      )}
    </Step>
  )
}

function readability(
  encrypted: number,
  total: number,
): [Verdict, 'all' | 'nothing' | 'most' | 'some'] {
  if (encrypted === 0) return ['good', 'all']
  if (encrypted === total) return ['bad', 'nothing']
  return encrypted < total / 2 ? ['good', 'most'] : ['warn', 'some']
}

function NamedStep({ node }: { node: NodeRow }) {
  const { about } = useWords()
  return (
    <Step
      verdict={node.nodeinfo_us === null ? 'bad' : 'good'}
      word={node.nodeinfo_us === null ? about.no : about.yes}
      title={about.named.title}
    >
      {node.nodeinfo_us === null ? (
        <p>{about.named.notYet}</p>
      ) : (
        <p>{about.named.told.with({ ago: <Ago time_us={node.nodeinfo_us} /> })}</p>
      )}
    </Step>
  )
}

function PositionedStep({ node }: { node: NodeRow }) {
  const { about } = useWords()
  const isOnMap = node.last_lat !== null && node.last_long !== null
  return (
    <Step
      verdict={isOnMap ? 'good' : 'bad'}
      word={isOnMap ? about.yes : about.no}
      title={about.positioned.title}
    >
      {isOnMap && node.position_us !== null ? (
        <p>{about.positioned.told.with({ ago: <Ago time_us={node.position_us} /> })}</p>
      ) : (
        <p>{about.positioned.none}</p>
      )}
    </Step>
  )
}

function FilteredStep({ rules }: Inquiry) {
  const { about } = useWords()
  const { filtered } = about
  if (rules.isSkipped) {
    return (
      <Step verdict="bad" word={about.no} title={filtered.title}>
        <p>{filtered.excluded}</p>
      </Step>
    )
  }
  return (
    <Step verdict="good" word={about.yes} title={filtered.title}>
      <p>{filtered.rules}</p>
      <ul class="hints">
        {rules.perMinute > 0 && <li>{filtered.perMinute({ limit: rules.perMinute })}</li>}
        {rules.perHour > 0 && <li>{filtered.perHour({ limit: rules.perHour })}</li>}
        {rules.okToMqtt === 'drop' && <li>{filtered.dropped}</li>}
        {rules.okToMqtt === 'headers' && <li>{filtered.headers}</li>}
        {rules.nodesDays > 0 && <li>{filtered.forgotten({ days: rules.nodesDays })}</li>}
        <li>{filtered.count({ messages: rules.filtered })}</li>
      </ul>
    </Step>
  )
}
