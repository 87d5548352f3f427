import Type, { type Static } from 'typebox'
import type { Database } from '../../db/open.js'
import { breathe } from '../../db/read/breathe.js'
import { findDrawnLinks, LINK_KINDS } from '../../db/read/links.js'
import { findNames, type NodeNames } from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { Checkbox, Select } from '../components/forms.js'
import { Icon } from '../components/icons.js'
import { LinkKinds, MapCardFrame, MapState } from '../components/map.js'
import { NodeName } from '../components/names.js'
import { Empty } from '../components/parts.js'
import { address, useLocal, useSite, useWords } from '../components/site.js'
import { Age } from '../components/time.js'

import { windowNamed, windowStart } from '../map/data.js'
import { ColorBy, findMapValues, MapFields, type MapValues, mapQuery } from '../map/filter.js'
import { definePage } from '../page.js'
import { remember } from '../remember.js'

const MOST_LINKS = 5000
const MOST_ROWS = 50
/** The table may be that much behind the drawing. */
const REMEMBER_US = 15_000_000
/** Neighbours that a row of the table names. */
const NAMED = 5

const query = Type.Object({
  ...mapQuery.properties,
  snr: Type.Optional(Type.String({ maxLength: 6 })),
  focus: Type.Optional(Type.Literal('1')),
})

/** A node with the links that it has. */
interface Linked {
  node_id: number
  /** How many others there are, and the strongest links to them. */
  count: number
  strongest: { other: number; snr: number | null }[]
  last_seen_us: number
}

interface GraphData {
  query: Static<typeof query>
  values: MapValues
  linked: Linked[]
  total: number
  nodes: Map<number, NodeNames>
}

/** Who hears whom: the mesh as a graph, and as a table of its best linked nodes. */
export const nodegraph = definePage({
  path: '/nodegraph',
  menu: { label: (words) => words.menu.graph, flag: 'graphs' },
  query,
  layout: 'full',
  scripts: ['nodegraph.js'],
  styles: ['map.css'],
  async load(context, { query: sent }): Promise<GraphData> {
    const { db, nowUs } = context
    const since_us = windowStart(sent.active, nowUs())
    const key = `best linked ${windowNamed(sent.active)}`
    // Up to 15,000 links become 50 lines; the drawing, which follows the mesh, does not need them.
    const { linked, total } = await remember(db, key, nowUs(), REMEMBER_US, () =>
      findBestLinked(db, since_us),
    )
    const ids = linked.flatMap((each) => [each.node_id, ...each.strongest.map((one) => one.other)])
    return {
      query: sent,
      values: await findMapValues(context),
      linked,
      total,
      nodes: await findNames(db, ids),
    }
  },
  preload: ({ query }) => [address('/map/data.json', { active: windowNamed(query.active) })],
  description: ({ nodegraph }) => nodegraph,
  title: (_data, words) => words.graph.title,
  view: (data) => <GraphView {...data} />,
})

/** The nodes that have most links, the best linked first, and how many have any. */
async function findBestLinked(
  db: Database,
  since_us: number,
): Promise<{ linked: Linked[]; total: number }> {
  const found = new Map<number, { others: Map<number, number | null>; last_seen_us: number }>()
  const add = (node_id: number, other: number, snr: number | null, last_seen_us: number) => {
    let known = found.get(node_id)
    if (known === undefined) {
      known = { others: new Map(), last_seen_us }
      found.set(node_id, known)
    }
    const before = known.others.get(other) ?? null
    known.others.set(other, before === null ? snr : Math.max(before, snr ?? before))
    known.last_seen_us = Math.max(known.last_seen_us, last_seen_us)
  }
  for (const kind of LINK_KINDS.values()) {
    const links = await findDrawnLinks(db, { kind, since_us, limit: MOST_LINKS })
    for (const { from_node_id, to_node_id, snr4_last, last_seen_us } of links) {
      const snr_last = snr4_last === null ? null : snr4_last / 4
      add(from_node_id, to_node_id, snr_last, last_seen_us)
      add(to_node_id, from_node_id, snr_last, last_seen_us)
    }
    await breathe()
  }
  const best = [...found]
    .sort(([one, a], [two, b]) => b.others.size - a.others.size || one - two)
    .slice(0, MOST_ROWS)
  const linked = best.map(([node_id, { others, last_seen_us }]) => ({
    ...{ node_id, last_seen_us, count: others.size, strongest: strongestOf(others) },
  }))
  return { linked, total: found.size }
}

function strongestOf(others: ReadonlyMap<number, number | null>): Linked['strongest'] {
  const strength = (snr: number | null) => snr ?? Number.NEGATIVE_INFINITY
  return [...others]
    .map(([other, snr]) => ({ other, snr }))
    .sort((one, two) => strength(two.snr) - strength(one.snr) || one.other - two.other)
    .slice(0, NAMED)
}

/** dB of the weakest link that is shown. */
const strengths = ['5', '0', '-5', '-10', '-15']

function GraphView(data: GraphData) {
  const { query: sent, values } = data
  const { base } = useSite()
  const { graph, mapPage, common } = useWords()
  return (
    <>
      <h1 class="visually-hidden">{graph.title}</h1>
      <section
        class="map graph"
        data-graph
        data-source={`${base}/map/data.json`}
        data-live={`${base}/live/map`}
        data-cards={`${base}/map/node/`}
        aria-label={graph.title}
      >
        <canvas class="graph-canvas" tabIndex={0} role="img" aria-label={graph.canvasLabel} />
        <div class="map-tip" data-tip hidden />
        <details class="map-box map-panel">
          <summary>
            <Icon name="filter" size={16} />
            {mapPage.filters}
          </summary>
          <form class="map-form" method="get" action={`${base}/nodegraph`}>
            <MapFields query={sent} values={values} />
            <Select
              name="snr"
              label={graph.signal}
              value={sent.snr ?? ''}
              any={graph.anySignal}
              options={strengths.map(
                (snr) => [snr, graph.atLeast({ snr: snr.replace('-', '−') })] as const,
              )}
            />
            <Checkbox name="focus" label={graph.focus} checked={sent.focus !== undefined} />
            <ColorBy query={sent} />
            <LinkKinds />
            <div class="map-actions">
              <button type="submit" class="button primary no-script">
                {common.show}
              </button>
              <button type="reset" class="button quiet with-script">
                {common.clear}
              </button>
              <button type="button" class="button quiet" data-share hidden>
                <Icon name="link" size={16} />
                <span data-share-label>{mapPage.copyLink}</span>
              </button>
            </div>
          </form>
        </details>
        <div class="map-box map-legend">
          <MapState />
          <ol data-legend />
        </div>
        <div class="graph-zoom">
          <button type="button" data-zoom-in title={graph.zoomIn}>
            +
          </button>
          <button type="button" data-zoom-out title={graph.zoomOut}>
            −
          </button>
          <button type="button" data-zoom-fit title={graph.fit}>
            ⤢
          </button>
        </div>
        <MapCardFrame />
      </section>
      <LinkTable {...data} />
    </>
  )
}

function LinkTable({ linked, total, nodes }: GraphData) {
  const { graph } = useWords()
  const local = useLocal()
  return (
    <section class="page map-list" id="list">
      <div class="page-head">
        <h2>{graph.bestLinked}</h2>
        <span class="muted">
          {total > linked.length
            ? graph.firstOf({ shown: linked.length, total })
            : local.count(total)}
        </span>
      </div>
      {linked.length === 0 ? (
        <Empty icon="graph">
          <p>{graph.none}</p>
        </Empty>
      ) : (
        <div class="table-frame">
          <table class="table rows">
            <thead>
              <tr>
                <th scope="col">{graph.node}</th>
                <th scope="col" class="num">
                  {graph.links}
                </th>
                <th scope="col">{graph.strongest}</th>
                <th scope="col">{graph.lastProved}</th>
                <th scope="col">{graph.inGraph}</th>
              </tr>
            </thead>
            <tbody>
              {linked.map((each) => (
                <LinkedLine key={each.node_id} linked={each} nodes={nodes} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function LinkedLine({ linked, nodes }: { linked: Linked; nodes: Map<number, NodeNames> }) {
  const { node_id, count, strongest, last_seen_us } = linked
  const { base } = useSite()
  const { graph, common } = useWords()
  const local = useLocal()
  return (
    <tr>
      <td class="who line">
        <Named node_id={node_id} nodes={nodes} />
      </td>
      <td class="num" data-label={graph.links}>
        {count}
      </td>
      <td class="line">
        {strongest.map(({ other, snr }) => (
          <span key={other} class="strong-link">
            <Named node_id={other} nodes={nodes} brief />
            {snr !== null && <span class="muted small">{local.decibels(snr)}</span>}
          </span>
        ))}
      </td>
      <td class="nowrap">
        <Age time_us={last_seen_us} />
      </td>
      <td>
        <a href={`${base}/nodegraph?node=${formatNodeId(node_id)}`} data-show-node={node_id}>
          {common.show}
        </a>
      </td>
    </tr>
  )
}

function Named(props: { node_id: number; nodes: Map<number, NodeNames>; brief?: boolean }) {
  const node = props.nodes.get(props.node_id)
  return (
    <NodeName
      node_id={props.node_id}
      long_name={node?.long_name ?? null}
      short_name={node?.short_name ?? null}
      brief={props.brief}
    />
  )
}
