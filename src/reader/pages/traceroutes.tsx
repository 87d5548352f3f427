import Type from 'typebox'
import { findTraceroutePackets } from '../../db/read/traceroutes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import type { Words } from '../../words/languages.js'
import { countGiven, Filters, TextInput } from '../components/forms.js'
import { kept } from '../components/kept.js'
import { Empty, PageHead } from '../components/parts.js'
import { Named, type Names, PathLine } from '../components/route.js'
import { address, Link, useSite, useWords } from '../components/site.js'
import { Clock, isToday } from '../components/time.js'
import { chooseNode, type NodeChoice } from '../node-query.js'
import { definePage } from '../page.js'
import { groupTraceroutes, namesOf, type TracerouteGroup } from '../traceroute-groups.js'

const PAGE_SIZE = 50

/** The nodes that the list is narrowed to, by their names in the address. */
const ENDS = ['from', 'to', 'node_id'] as const
type Choices = Record<(typeof ENDS)[number], NodeChoice | null>

interface TraceroutesData {
  choices: Choices
  isFirst: boolean
  groups: TracerouteGroup[]
  names: Names
  /** Where the next page begins; null on the last one. */
  before: number | null
}

/** Traceroutes, a request and its reply as one, newest first. */
export const traceroutes = definePage({
  path: '/traceroutes',
  menu: { label: (words) => words.menu.traceroutes },
  query: Type.Object({
    from: Type.Optional(Type.String({ maxLength: 100 })),
    to: Type.Optional(Type.String({ maxLength: 100 })),
    node_id: Type.Optional(Type.String({ maxLength: 100 })),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  async load(context, { query }): Promise<TraceroutesData> {
    const choices: Choices = {
      from: await chooseNode(context, query.from),
      to: await chooseNode(context, query.to),
      node_id: await chooseNode(context, query.node_id),
    }
    const isUnknown = ENDS.some((end) => choices[end]?.node_id === null)
    const packets = isUnknown
      ? []
      : await findTraceroutePackets(context.db, {
          asker: choices.from?.node_id ?? undefined,
          target: choices.to?.node_id ?? undefined,
          node_id: choices.node_id?.node_id ?? undefined,
          before_key: query.before,
          limit: PAGE_SIZE,
        })
    const groups = await groupTraceroutes(context.db, packets, choices.node_id?.node_id)
    return {
      choices,
      isFirst: query.before === undefined,
      groups,
      names: await namesOf(context.db, groups),
      before: packets.length === PAGE_SIZE ? (packets.at(-1)?.packet_key ?? null) : null,
    }
  },
  refresh: { seconds: 10, isList: true },
  description: ({ traceroutes }) => traceroutes,
  title: (_data, words) => words.traceroutes.title,
  view: (data) => <TraceroutesView {...data} />,
})

function TraceroutesView({ choices, isFirst, groups, names, before }: TraceroutesData) {
  const words = useWords()
  const { traceroutes, filters, common } = words
  const labels = { from: traceroutes.asker, to: traceroutes.target, node_id: traceroutes.node }
  const query = Object.fromEntries(ENDS.map((end) => [end, idOf(choices[end])]))
  return (
    <>
      <PageHead title={traceroutes.title} about={traceroutes.about} />
      <Filters path="/traceroutes" active={countGiven(...ENDS.map((end) => choices[end]))}>
        {ENDS.map((end) => (
          <TextInput
            key={end}
            name={end}
            label={labels[end]}
            value={choices[end]?.text ?? ''}
            placeholder={filters.nameOrId}
          />
        ))}
      </Filters>
      {groups.length === 0 ? (
        <Empty icon="route">
          <p>{emptyText(choices, words)}</p>
        </Empty>
      ) : (
        <TracerouteTable groups={groups} names={names} />
      )}
      <nav class="pager" aria-label={common.pages}>
        {!isFirst && (
          <Link class="button" href={address('/traceroutes', query)}>
            {traceroutes.newest}
          </Link>
        )}
        {before !== null && (
          <Link class="button" href={address('/traceroutes', { ...query, before })} rel="next">
            {common.older}
          </Link>
        )}
      </nav>
    </>
  )
}

function idOf(choice: NodeChoice | null): string | undefined {
  return typeof choice?.node_id === 'number' ? formatNodeId(choice.node_id) : undefined
}

function emptyText(choices: Choices, { traceroutes, candidates }: Words): string {
  const chosen = ENDS.flatMap((end) => choices[end] ?? [])
  if (chosen.length === 0) return traceroutes.none
  const choice = chosen.find((each) => each.node_id === null)
  if (choice === undefined) return traceroutes.noneOfNode
  const [example] = choice.candidates
  if (example === undefined) return candidates.nobody({ name: choice.text })
  return traceroutes.several({ name: choice.text, id: formatNodeId(example.node_id) })
}

/** Traceroutes as rows, for this page and for that of a node. */
export function TracerouteTable({
  groups,
  names,
}: {
  groups: readonly TracerouteGroup[]
  names: Names
}) {
  const { traceroutes, packetRow } = useWords()
  return (
    <div class="table-frame">
      <table class="table rows traceroutes">
        <thead>
          <tr>
            <th scope="col">{packetRow.time}</th>
            <th scope="col">{packetRow.from}</th>
            <th scope="col">{packetRow.to}</th>
            <th scope="col">{traceroutes.way}</th>
            <th scope="col">{traceroutes.outcome}</th>
            <th scope="col" class="num">
              {packetRow.packet}
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

interface LineProps {
  group: TracerouteGroup
  names: Names
}

function TracerouteLine({ group, names }: LineProps) {
  const { now_us } = useSite()
  const { from_node_id, to_node_id, import_time_us, towards, back, reached, replies } = group
  const ids = [from_node_id, to_node_id, ...[...towards, ...back].map((hop) => hop.node_id)]
  const named = ids.map((node_id) => {
    const node = names.get(node_id)
    return [node?.long_name, node?.short_name]
  })
  const facts = [
    ...[tracerouteId(group), from_node_id, to_node_id, import_time_us, replies.length],
    ...[isToday(import_time_us, now_us), towards, back, reached, named],
  ]
  return kept(['traceroute', ...facts], () => <TracerouteCells group={group} names={names} />)
}

function TracerouteCells({ group, names }: LineProps) {
  const { traceroutes } = useWords()
  const id = tracerouteId(group)
  return (
    <tr id={`t${id}-${group.from_node_id}`}>
      <td class="when">
        <Clock time_us={group.import_time_us} />
      </td>
      <td class="who">
        <Named node_id={group.from_node_id} names={names} />
      </td>
      <td class="who to">
        <Named node_id={group.to_node_id} names={names} />
      </td>
      <td class="line">
        <PathLine hops={group.towards} names={names} reached={group.reached} />
        {group.back.length > 1 && (
          <div class="back-way">
            <span class="unit">{traceroutes.back}</span>
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
  const { traceroutes } = useWords()
  if (group.replies.length === 0) {
    return group.reached ? (
      <span class="flag warn">{traceroutes.arrivedNoReply}</span>
    ) : (
      <span class="flag">{traceroutes.noReply}</span>
    )
  }
  const relays = group.towards.length - 2
  return (
    <span class="flag good">
      {relays <= 0 ? traceroutes.direct : traceroutes.relays({ count: relays })}
    </span>
  )
}
