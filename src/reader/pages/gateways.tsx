import Type from 'typebox'
import { MOST_GATEWAY_PACKETS } from '../../db/read/gateway-receptions.js'
import { findNames, type NodeNames } from '../../db/read/nodes.js'
import { findGatewaySums } from '../../db/read/top.js'
import { hourOf } from '../../db/values.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { type Comparison, compareGateways, type SenderComparison } from '../compare-gateways.js'
import { Filters, Select } from '../components/forms.js'
import { NodeName, plainName } from '../components/names.js'
import { Empty, PageHead } from '../components/parts.js'
import { PeriodLinks } from '../components/period-links.js'
import { RankingTabs } from '../components/ranking-tabs.js'
import { ShareBar } from '../components/shares.js'
import { address, useLocal, useWords } from '../components/site.js'
import type { ReaderContext } from '../context.js'
import { findGateways, gatewayIn } from '../gateway-query.js'
import { definePage } from '../page.js'
import { type Period, type PeriodKey, periodOf } from '../periods.js'

const PERIODS: readonly PeriodKey[] = ['1h', '6h', '24h', '3d', '7d']

interface GatewaysData {
  gateways: NodeNames[]
  first: number | undefined
  second: number | undefined
  period: Period
  comparison: Comparison | null
  names: Map<number, NodeNames>
}

/** Two gateways beside each other: what each hears, and how well. */
export const gateways = definePage({
  path: '/gateways',
  flag: 'top',
  within: '/top',
  query: Type.Object({
    first: Type.Optional(Type.String({ maxLength: 20 })),
    second: Type.Optional(Type.String({ maxLength: 20 })),
    period: Type.Optional(Type.String({ maxLength: 5 })),
  }),
  styles: ['charts.css'],
  async load(context, { query }): Promise<GatewaysData> {
    const period = periodOf(query.period, PERIODS, '24h')
    const [first, second] = await chosen(context, gatewayIn(query.first), gatewayIn(query.second))
    const comparison =
      first === undefined || second === undefined
        ? null
        : await compareGateways(context, first, second, period)
    const senders = comparison?.senders.map((each) => each.node_id) ?? []
    const ids = [first, second, ...senders].filter((id) => id !== undefined)
    return {
      ...{ first, second, period, comparison },
      gateways: await findGateways(context),
      names: await findNames(context.db, ids),
    }
  },
  refresh: { seconds: 30, isList: true },
  description: ({ gateways }) => gateways,
  title: (_data, words) => words.gateways.title,
  view: (data) => <GatewaysView {...data} />,
})

/** Where the visitor names none: the two that heard most in a day. */
async function chosen(
  { db, nowUs }: ReaderContext,
  first: number | undefined,
  second: number | undefined,
): Promise<[number | undefined, number | undefined]> {
  if (first !== undefined && second !== undefined) return [first, second]
  const sums = await findGatewaySums(db, { first: hourOf(nowUs()) - 24 })
  const busiest = sums
    .sort((a, b) => b.receptions - a.receptions || a.node_id - b.node_id)
    .map((sum) => sum.node_id)
    .filter((id) => id !== first && id !== second)
  const one = first ?? busiest.shift()
  return [one, second ?? busiest.shift()]
}

function GatewaysView(data: GatewaysData) {
  const { first, second, period, comparison } = data
  const { gateways } = useWords()
  const here = (key: PeriodKey) =>
    address('/gateways', { first: idOf(first), second: idOf(second), period: key })
  return (
    <div class="stack">
      <div>
        <PageHead title={gateways.title} about={gateways.about}>
          <PeriodLinks choices={PERIODS} chosen={period} href={here} />
        </PageHead>
        <RankingTabs current="/gateways" />
        <GatewayFilters {...data} />
      </div>
      {comparison === null ? (
        <Empty icon="top">
          <p>{gateways.none}</p>
        </Empty>
      ) : (
        <>
          <Shared {...data} comparison={comparison} />
          <Hops {...data} comparison={comparison} />
          <Senders {...data} comparison={comparison} />
          {comparison.isCut && (
            <p class="muted small">{gateways.cut({ most: MOST_GATEWAY_PACKETS })}</p>
          )}
        </>
      )}
    </div>
  )
}

function idOf(node_id: number | undefined): string | undefined {
  return node_id === undefined ? undefined : formatNodeId(node_id)
}

function GatewayFilters({ gateways: all, first, second, period }: GatewaysData) {
  const { gateways } = useWords()
  const options = all.map((each) => [formatNodeId(each.node_id), plainName(each)] as const)
  const chosen = [['first', first] as const, ['second', second] as const]
  return (
    <Filters path="/gateways" active={0}>
      <input type="hidden" name="period" value={period.key} />
      {chosen.map(([name, node_id]) => (
        <Select
          key={name}
          {...{ name, options }}
          label={gateways[name]}
          value={idOf(node_id) ?? ''}
          wide
        />
      ))}
    </Filters>
  )
}

type Shown = GatewaysData & { comparison: Comparison }

interface GatewayNameProps {
  names: GatewaysData['names']
  node_id: number
  brief?: boolean
}

function GatewayName({ names, node_id, brief }: GatewayNameProps) {
  const { long_name = null, short_name = null } = names.get(node_id) ?? {}
  return <NodeName {...{ node_id, long_name, short_name, brief }} />
}

function Shared({ comparison, names, first = 0, second = 0 }: Shown) {
  const { gateways, shares } = useWords()
  const local = useLocal()
  const { onlyFirst, onlySecond, both } = comparison
  const total = onlyFirst + onlySecond + both
  const only = (node_id: number) =>
    gateways.only.with({ gateway: <GatewayName names={names} node_id={node_id} brief /> })
  const rows = [
    ['both', gateways.both, both],
    ['first', only(first), onlyFirst],
    ['second', only(second), onlySecond],
  ] as const
  return (
    <section class="card">
      <h2>{gateways.packets}</h2>
      <table class="table shares">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{gateways.heardBy}</th>
            <th scope="col">{shares.share}</th>
            <th scope="col">{gateways.packets}</th>
            <th scope="col">{shares.percent}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, label, count]) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td class="share">
                <ShareBar share={total === 0 ? 0 : count / total} />
              </td>
              <td class="num">{local.count(count)}</td>
              <td class="num muted">{local.percent(count, total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** How far the packets had come, of each gateway. */
function Hops({ comparison, names, first = 0, second = 0 }: Shown) {
  const { gateways } = useWords()
  const local = useLocal()
  const { hops } = comparison
  if (hops.length === 0) return null
  const most = Math.max(1, ...hops.map((each) => Math.max(each.first, each.second)))
  return (
    <section>
      <h2 class="section-title">{gateways.hops}</h2>
      <div class="table-frame">
        <table class="table hops-compared">
          <thead>
            <tr>
              <th scope="col">{gateways.relays}</th>
              <th scope="col" colSpan={2}>
                <GatewayName names={names} node_id={first} brief />
              </th>
              <th scope="col" colSpan={2}>
                <GatewayName names={names} node_id={second} brief />
              </th>
            </tr>
          </thead>
          <tbody>
            {hops.map((each) => (
              <tr key={each.hops}>
                <th scope="row">
                  {each.hops === null
                    ? gateways.unknown
                    : each.hops === 0
                      ? gateways.direct
                      : each.hops}
                </th>
                <td class="share">
                  <ShareBar share={each.first / most} />
                </td>
                <td class="num">{local.count(each.first)}</td>
                <td class="share">
                  <ShareBar share={each.second / most} />
                </td>
                <td class="num">{local.count(each.second)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Nodes that both hear themselves: which of the two hears them better. */
function Senders({ comparison, names, first = 0, second = 0 }: Shown) {
  const { gateways } = useWords()
  const { senders } = comparison
  if (senders.length === 0) return <p class="muted">{gateways.noSender}</p>
  return (
    <section>
      <h2 class="section-title">{gateways.senders}</h2>
      <div class="table-frame">
        <table class="table rows">
          <thead>
            <tr>
              <th scope="col">{gateways.node}</th>
              <th scope="col" class="num">
                {gateways.packets}
              </th>
              <th scope="col" class="num">
                SNR, <GatewayName names={names} node_id={first} brief />
              </th>
              <th scope="col" class="num">
                SNR, <GatewayName names={names} node_id={second} brief />
              </th>
              <th scope="col" class="num">
                {gateways.snrDifference}
              </th>
              <th scope="col" class="num">
                {gateways.rssiDifference}
              </th>
            </tr>
          </thead>
          <tbody>
            {senders.map((each) => (
              <SenderLine key={each.node_id} sender={each} names={names} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="muted small">{gateways.differenceNote}</p>
    </section>
  )
}

function SenderLine(props: { sender: SenderComparison; names: GatewaysData['names'] }) {
  const { node_id, packets, firstSnr, secondSnr, firstRssi, secondRssi } = props.sender
  const { gateways } = useWords()
  const local = useLocal()
  const snr = (value: number) => local.snr(Number(value.toFixed(1)))
  const decibels = (value: number) => local.decibels(Number(value.toFixed(1)))
  const rssi = firstRssi === null || secondRssi === null ? null : firstRssi - secondRssi
  return (
    <tr>
      <td class="who line">
        <GatewayName names={props.names} node_id={node_id} />
      </td>
      <td class="num" data-label={gateways.packetsShort}>
        {local.count(packets)}
      </td>
      <td class="num" data-label={gateways.firstShort}>
        {snr(firstSnr)}
      </td>
      <td class="num" data-label={gateways.secondShort}>
        {snr(secondSnr)}
      </td>
      <td class="num" data-label={gateways.snrDifference}>
        <strong>{decibels(firstSnr - secondSnr)}</strong>
      </td>
      <td class="num" data-label={gateways.rssiDifference}>
        {rssi !== null && decibels(rssi)}
      </td>
    </tr>
  )
}
