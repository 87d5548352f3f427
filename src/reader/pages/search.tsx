import Type from 'typebox'
import type { MessageRow } from '../../db/read/messages.js'
import { findNode, findNodes, type NodeRow } from '../../db/read/nodes.js'
import { findPacketsById, type PacketRow } from '../../db/read/packets.js'
import { searchMessages } from '../../db/read/search.js'
import { BROADCAST, formatNodeId, parseBareNodeId, parseNodeId } from '../../mesh/node-id.js'
import { TextInput } from '../components/forms.js'
import { ChatText } from '../components/message.js'
import { ChannelTag, NodeName } from '../components/names.js'
import { PacketHead, PacketLine } from '../components/packet-row.js'
import { PageHead } from '../components/parts.js'
import { address, Link, useSite, useWords } from '../components/site.js'
import { Age, DateTime } from '../components/time.js'
import type { ReaderContext } from '../context.js'
import { definePage, PageRedirect } from '../page.js'

const MOST_NODES = 30
const MOST_MESSAGES = 30
/** Shorter words are in nearly every message. */
const LEAST_LETTERS = 2

interface SearchData {
  words: string
  /** What was typed is a node id by its form, whether it was heard or not. */
  node_id: number | null
  nodes: NodeRow[]
  packets: PacketRow[]
  messages: MessageRow[]
}

/** One box for everything: nodes by name or id, packets by id, words of messages. */
export const search = definePage({
  path: '/search',
  query: Type.Object({ q: Type.String({ default: '', maxLength: 200 }) }),
  styles: ['charts.css'],
  async load(context, { query }): Promise<SearchData> {
    const words = query.q.trim()
    if (words === '') return { words, node_id: null, nodes: [], packets: [], messages: [] }
    const data = await findAll(context, words)
    goWhereItIsClear(data)
    return data
  },
  title: ({ words }, { search }) => (words === '' ? search.title : search.titleOf({ words })),
  view: (data) => <SearchView {...data} />,
})

async function findAll({ db }: ReaderContext, words: string): Promise<SearchData> {
  const id = parseNodeId(words)
  const bare_id = parseBareNodeId(words)
  const typed_id = id ?? bare_id
  const node_id = typed_id === BROADCAST ? null : typed_id
  const [named, node, bare, packets, messages] = await Promise.all([
    findNodes(db, { text: words, sort: 'last_seen_us', descending: true, limit: MOST_NODES }),
    node_id === null ? undefined : findNode(db, node_id),
    bare_id === null ? undefined : findNode(db, bare_id),
    // `!…` is how nodes are written, never packets.
    id === null || words.startsWith('!') ? [] : findPacketsById(db, id),
    words.length < LEAST_LETTERS ? [] : searchMessages(db, words, MOST_MESSAGES),
  ])
  const exact = node ?? bare
  const isNamed = exact === undefined || named.some((each) => each.node_id === exact.node_id)
  return { words, node_id, nodes: isNamed ? named : [exact, ...named], packets, messages }
}

/** The only thing that was found, or the node that was named exactly, is shown at once. */
function goWhereItIsClear({ words, node_id, nodes, packets, messages }: SearchData): void {
  const [node] = nodes
  if (words.startsWith('!') && node !== undefined && node.node_id === node_id) throw toNode(node)
  if (messages.length > 0) return
  if (nodes.length === 1 && packets.length === 0 && node !== undefined) throw toNode(node)
  const [packet] = packets
  if (nodes.length === 0 && packet !== undefined) throw new PageRedirect(`/packet/${packet.id}`)
}

function toNode(node: NodeRow): PageRedirect {
  return new PageRedirect(`/node/${formatNodeId(node.node_id)}`)
}

function SearchView(data: SearchData) {
  const { words, node_id, nodes, packets, messages } = data
  const { search } = useWords()
  const isEmpty = nodes.length + packets.length + messages.length === 0
  return (
    <div class="stack">
      <PageHead
        title={words === '' ? search.title : search.titleOf.with({ words: <bdi>{words}</bdi> })}
      />
      <Again words={words} />
      {words !== '' && isEmpty && <NothingFound node_id={node_id} />}
      {nodes.length > 0 && <Nodes nodes={nodes} words={words} />}
      {packets.length > 0 && <Packets packets={packets} />}
      {messages.length > 0 && <Messages messages={messages} />}
    </div>
  )
}

/** The box of the header once more, with room for what it is good for. */
function Again({ words }: { words: string }) {
  const { base } = useSite()
  const { search } = useWords()
  return (
    <search>
      <form class="filters" method="get" action={`${base}/search`}>
        <TextInput name="q" label={search.lead} value={words} />
        <button type="submit" class="button primary">
          {search.find}
        </button>
      </form>
    </search>
  )
}

function NothingFound({ node_id }: { node_id: number | null }) {
  const { about, search } = useWords()
  const id = node_id === null ? null : formatNodeId(node_id)
  return (
    <div class="card empty">
      <p>{search.nothing}</p>
      <p>
        <Link href={address('/about', { node: id })}>
          {id === null ? about.why : search.whyNot({ id })}
        </Link>
      </p>
    </div>
  )
}

function Nodes({ nodes, words }: { nodes: readonly NodeRow[]; words: string }) {
  const { search } = useWords()
  return (
    <section>
      <div class="section-head">
        <h2 class="section-title">{search.nodes}</h2>
        {nodes.length >= MOST_NODES && (
          <Link href={address('/nodelist', { q: words, active: 'all' })}>{search.allNodes}</Link>
        )}
      </div>
      <ul class="card choices">
        {nodes.map((node) => (
          <li key={node.node_id}>
            <NodeName {...node} />
            {/* For those who copy the text. */ ' '}
            <span class="mono small faint">{formatNodeId(node.node_id)}</span>
            <span class="said" />
            <span class="small muted">
              <Age time_us={node.last_seen_us} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Packets({ packets }: { packets: readonly PacketRow[] }) {
  const { search } = useWords()
  return (
    <section>
      <h2 class="section-title">{search.packets}</h2>
      <div class="table-frame">
        <table class="table rows packets">
          <PacketHead />
          <tbody>
            {packets.map((packet) => (
              <PacketLine key={packet.packet_key} packet={packet} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Messages({ messages }: { messages: readonly MessageRow[] }) {
  const { search } = useWords()
  return (
    <section>
      <h2 class="section-title">{search.messages}</h2>
      <ol class="card net-list">
        {messages.map((message) => (
          <li key={message.packet_key}>
            <div class="chat-head">
              <NodeName
                node_id={message.from_node_id}
                long_name={message.long_name}
                short_name={message.short_name}
              />
              <Link class="chat-time" href={`/packet/${message.id}`}>
                <DateTime time_us={message.import_time_us} />
              </Link>
              <ChannelTag channel={message.channel} />
            </div>
            <ChatText text={message.text}>{message.text}</ChatText>
          </li>
        ))}
      </ol>
    </section>
  )
}
