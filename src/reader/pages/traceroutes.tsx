import Type from 'typebox'
import { findTraceroutePackets } from '../../db/read/traceroutes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { Filters, TextInput } from '../components/forms.js'
import { Empty, PageHead } from '../components/parts.js'
import { Named, type Names, PathLine } from '../components/route.js'
import { address, Link } from '../components/site.js'
import { Clock } from '../components/time.js'
import { chooseNode, type NodeChoice } from '../node-query.js'
import { definePage } from '../page.js'
import { groupTraceroutes, namesOf, type TracerouteGroup } from '../traceroute-groups.js'

const PAGE_SIZE = 100

interface TraceroutesData {
  choice: NodeChoice | null
  isFirst: boolean
  groups: TracerouteGroup[]
  names: Names
  /** Where the next page begins; null on the last one. */
  before: number | null
}

/** Traceroutes, a request and its reply as one, newest first. */
export const traceroutes = definePage({
  path: '/traceroutes',
  menu: { label: (words) => words.menu.traceroutes, icon: 'route' },
  query: Type.Object({
    node_id: Type.Optional(Type.String({ maxLength: 100 })),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  async load(context, { query }): Promise<TraceroutesData> {
    const choice = await chooseNode(context, query.node_id)
    const packets =
      choice !== null && choice.node_id === null
        ? []
        : await findTraceroutePackets(context.db, {
            node_id: choice?.node_id ?? undefined,
            before_key: query.before,
            limit: PAGE_SIZE,
          })
    const groups = await groupTraceroutes(context.db, packets, choice?.node_id)
    return {
      choice,
      isFirst: query.before === undefined,
      groups,
      names: await namesOf(context.db, groups),
      before: packets.length === PAGE_SIZE ? (packets.at(-1)?.packet_key ?? null) : null,
    }
  },
  title: () => 'Traceroutes',
  view: (data) => <TraceroutesView {...data} />,
})

function TraceroutesView({ choice, isFirst, groups, names, before }: TraceroutesData) {
  const node_id = typeof choice?.node_id === 'number' ? formatNodeId(choice.node_id) : undefined
  return (
    <>
      <PageHead
        title="Traceroutes"
        about="The ways that packets took, with the signal of each leg"
      />
      <Filters path="/traceroutes" active={choice !== null}>
        <TextInput
          name="node_id"
          label="Node, at an end or on the way"
          value={choice?.text ?? ''}
          placeholder="Name or !id"
        />
      </Filters>
      {groups.length === 0 ? (
        <Empty icon="route">
          <p>{emptyText(choice)}</p>
        </Empty>
      ) : (
        <TracerouteTable groups={groups} names={names} />
      )}
      <nav class="pager" aria-label="Pages">
        {!isFirst && (
          <Link class="button" href={address('/traceroutes', { node_id })}>
            Newest
          </Link>
        )}
        {before !== null && (
          <Link class="button" href={address('/traceroutes', { node_id, before })} rel="next">
            Older
          </Link>
        )}
      </nav>
    </>
  )
}

function emptyText(choice: NodeChoice | null): string {
  if (choice === null) return 'No traceroute was heard yet.'
  if (choice.node_id !== null) return 'No traceroute with this node was heard.'
  const { text, candidates } = choice
  if (candidates.length === 0) return `No node is called “${text}”.`
  return `Several nodes are called “${text}”; give an id such as ${formatNodeId(
    candidates[0]!.node_id,
  )}.`
}

/** Traceroutes as rows, for this page and for that of a node. */
export function TracerouteTable({
  groups,
  names,
}: {
  groups: readonly TracerouteGroup[]
  names: Names
}) {
  return (
    <div class="table-frame">
      <table class="table rows traceroutes">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Way there and back</th>
            <th scope="col">Outcome</th>
            <th scope="col" class="num">
              Packet
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <TracerouteLine key={tracerouteId(group)} group={group} names={names} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function TracerouteLine({ group, names }: { group: TracerouteGroup; names: Names }) {
  const id = tracerouteId(group)
  return (
    <tr>
      <td class="when">
        <Clock time_us={group.import_time_us} />
      </td>
      <td class="who">
        <Named node_id={group.from_node_id} names={names} />
      </td>
      <td class="who">
        <Named node_id={group.to_node_id} names={names} />
      </td>
      <td class="line">
        <PathLine hops={group.towards} names={names} reached={group.reached} />
        {group.back.length > 1 && (
          <div class="back-way">
            <PathLine
              hops={group.back}
              names={names}
              reached={group.back.at(-1)?.node_id === group.from_node_id}
            />
          </div>
        )}
      </td>
      <td>
        <Outcome group={group} />
      </td>
      <td class="num id">
        <Link class="mono" href={`/traceroute/${id}`}>
          {id}
        </Link>
      </td>
    </tr>
  )
}

/** Mesh packet id under which the traceroute is found. */
export function tracerouteId({ request, replies }: TracerouteGroup): number {
  return request?.id ?? replies[0]?.id ?? 0
}

/** What came of it, in a word or two. */
export function Outcome({ group }: { group: TracerouteGroup }) {
  if (group.replies.length === 0) {
    return group.reached ? (
      <span class="flag warn">arrived, no reply heard</span>
    ) : (
      <span class="flag">no reply heard</span>
    )
  }
  const relays = group.towards.length - 2
  return (
    <span class="flag good">
      {relays <= 0 ? 'direct' : relays === 1 ? '1 relay' : `${relays} relays`}
    </span>
  )
}
