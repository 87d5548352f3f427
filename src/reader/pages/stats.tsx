import Type, { type Static } from 'typebox'
import { findActiveChannels } from '../../db/read/channels.js'
import { countNodes } from '../../db/read/nodes.js'
import { countersOf, findCounters } from '../../db/read/status.js'
import { findShares, type NodeAttribute, type Share } from '../../db/read/traffic.js'
import { hourOf } from '../../db/values.js'
import { PORTS } from '../../mesh/portnums.js'
import { cleanName } from '../../mesh/text.js'
import { type History, historyCharts, type Traffic, trafficCharts } from '../charts/traffic.js'
import { ChartFrame } from '../components/chart-frame.js'
import { Filters, Select } from '../components/forms.js'
import { ChannelTag, PortTag } from '../components/names.js'
import { PageHead } from '../components/parts.js'
import { PeriodLinks } from '../components/period-links.js'
import { Shares } from '../components/shares.js'
import { address, Link, useSite } from '../components/site.js'
import { formatCount, formatEnum } from '../format.js'
import { definePage } from '../page.js'
import { type Period, type PeriodKey, periodOf, sinceUs } from '../periods.js'
import { remember } from '../remember.js'

export const STATS_PERIODS: readonly PeriodKey[] = ['24h', '3d', '7d', '30d', '90d', '1y', 'all']

/** The attributes of nodes that are broken down, and whether for gateways only. */
export const BREAKDOWNS: readonly {
  key: string
  title: string
  attribute: NodeAttribute
  gateways: boolean
}[] = [
  { key: 'hardware', title: 'Hardware', attribute: 'hw_model', gateways: false },
  { key: 'role', title: 'Roles', attribute: 'role', gateways: false },
  { key: 'channel', title: 'Channels', attribute: 'channel', gateways: false },
  { key: 'firmware', title: 'Firmware', attribute: 'firmware', gateways: false },
  { key: 'gateway-channel', title: 'Gateways by channel', attribute: 'channel', gateways: true },
  { key: 'gateway-role', title: 'Gateways by role', attribute: 'role', gateways: true },
  { key: 'gateway-firmware', title: 'Gateways by firmware', attribute: 'firmware', gateways: true },
]

/** The counts of longer periods are summed up at most this often. */
const LONG_HOURS = 30 * 24
const REMEMBER_US = 60_000_000

/** Letters of a value that are shown. */
const MAX_LABEL = 60

const query = Type.Object({
  period: Type.Optional(Type.String({ maxLength: 5 })),
  channel: Type.Optional(Type.String({ maxLength: 200 })),
  portnum: Type.Optional(Type.Integer({ minimum: 0, maximum: 511 })),
})

interface StatsData {
  query: Static<typeof query>
  period: Period
  totals: Record<string, number>
  nodes: { known: number; active: number; gateways: number }
  traffic: Traffic
  history: History | null
  shares: Map<string, Share[]>
  channels: string[]
}

/** The mesh in numbers, all from the hourly and daily counts. */
export const stats = definePage({
  path: '/stats',
  menu: { label: (words) => words.menu.stats, icon: 'stats', flag: 'stats' },
  query,
  scripts: ['charts.js'],
  styles: ['charts.css'],
  async load({ db, nowUs }, { query: sent, zone }): Promise<StatsData> {
    const period = periodOf(sent.period, STATS_PERIODS, '7d')
    const since_us = sinceUs(period, nowUs())
    const { channel, portnum } = sent
    const from = Math.floor(since_us / 1e6)
    const to = Math.floor(nowUs() / 1e6)
    const shares = new Map<string, Share[]>()
    for (const { key, attribute, gateways } of BREAKDOWNS) {
      shares.set(key, await findShares(db, attribute, { since_us, channel, gateways }))
    }
    const make = () => trafficCharts(db, { from, to, channel, portnum }, zone)
    const isShort = period.hours !== undefined && period.hours < LONG_HOURS
    const key = `traffic ${period.key} ${portnum ?? ''} ${zone.name} ${channel ?? ''}`
    const findTraffic = () => (isShort ? make() : remember(db, key, nowUs(), REMEMBER_US, make))
    return {
      query: sent,
      period,
      totals: countersOf(await findCounters(db), 'total.'),
      nodes: {
        known: await countNodes(db, {}),
        active: sumOf(shares.get('role')),
        gateways: sumOf(shares.get('gateway-role')),
      },
      traffic: await findTraffic(),
      history: await historyCharts(db, from, to),
      shares,
      channels: await findActiveChannels(db, hourOf(since_us)),
    }
  },
  refresh: { seconds: 30 },
  description: ({ stats }) => stats,
  title: () => 'Statistics',
  view: (data) => <StatsView {...data} />,
})

function sumOf(shares: readonly Share[] | undefined): number {
  return (shares ?? []).reduce((sum, share) => sum + share.count, 0)
}

function StatsView(data: StatsData) {
  const { query: sent, period, traffic, history } = data
  const { zone } = useSite()
  const here = (period: string) => address('/stats', { ...sent, period })
  const download = (name: string) => address(`/stats/${name}.csv`, { ...sent, period: period.key })
  const per = traffic.byType.step === 'day' ? 'per day' : 'per hour'
  return (
    <div class="stack" data-zone={zone.name}>
      <PageHead title="Statistics">
        <PeriodLinks choices={STATS_PERIODS} chosen={period} href={here} />
      </PageHead>
      <StatsFilters {...data} />
      <Totals {...data} />
      <div class="charts wide">
        <ChartFrame
          title={`Packets ${per}, by type`}
          chart={traffic.byType}
          csv={download('traffic')}
        />
      </div>
      <div class="charts">
        <ChartFrame
          title={`Receptions ${per}`}
          chart={traffic.receptionsByType}
          csv={download('traffic')}
          note="Every gateway that heard a packet counts."
        />
        <ChartFrame
          title={`Packets ${per}, by channel`}
          chart={traffic.byChannel}
          csv={download('traffic')}
        />
        <ChartFrame
          title={`Text messages ${per}`}
          chart={traffic.texts}
          csv={download('traffic')}
        />
      </div>
      <h2 class="section-title">Who takes part</h2>
      <div class="cards">
        <TypesCard traffic={traffic} />
        {BREAKDOWNS.map(({ key, title, attribute, gateways }) => (
          <Shares
            key={key}
            title={title}
            counted={gateways ? 'Gateways' : 'Nodes'}
            rows={(data.shares.get(key) ?? []).map((share) => ({
              key: share.value ?? '',
              label: <ShareLabel attribute={attribute} value={share.value} />,
              count: share.count,
            }))}
            csv={
              <Link class="small" href={download(key)} title={`${title} as CSV`}>
                CSV
              </Link>
            }
          />
        ))}
      </div>
      {history !== null && <HistorySection history={history} csv={download('days')} />}
    </div>
  )
}

function StatsFilters({ query: sent, period, channels }: StatsData) {
  return (
    <Filters path="/stats" active={sent.channel !== undefined || sent.portnum !== undefined}>
      <input type="hidden" name="period" value={period.key} />
      <Select
        name="channel"
        label="Channel"
        value={sent.channel ?? ''}
        any="All channels"
        options={channels.map((channel) => [channel, channel])}
      />
      <Select
        name="portnum"
        label="Type"
        value={sent.portnum === undefined ? '' : String(sent.portnum)}
        any="All types"
        options={PORTS.map((port) => [String(port.portnum), port.label])}
      />
    </Filters>
  )
}

function Totals({ totals, nodes, traffic, period }: StatsData) {
  const figures: [string, number, string][] = [
    ['Nodes heard', nodes.active, `of ${formatCount(nodes.known)} known`],
    ['Gateways', nodes.gateways, 'that reported something'],
    ['Packets', traffic.packets, `of ${formatCount(totals.packets ?? 0)} kept`],
    ['Receptions', traffic.receptions, `of ${formatCount(totals.receptions ?? 0)} kept`],
  ]
  return (
    <dl class="figures" aria-label={`Totals: ${period.label}`}>
      {figures.map(([label, count, more]) => (
        <div class="card figure" key={label}>
          <dt>{label}</dt>
          <dd>
            <strong>{formatCount(count)}</strong> <span class="muted small">{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function TypesCard({ traffic }: { traffic: Traffic }) {
  return (
    <Shares
      title="Packet types"
      counted="Packets"
      rows={traffic.types.map((type) => ({
        key: String(type.portnum),
        // Port 0 stands for what could not be decrypted.
        label: <PortTag portnum={type.portnum} encrypted={type.portnum === 0} />,
        count: type.packets,
      }))}
    />
  )
}

function ShareLabel({ attribute, value }: { attribute: NodeAttribute; value: string | null }) {
  if (value === null || value === '') return <span class="faint">not told</span>
  const href = address('/nodelist', { [attribute]: value, active: 'all' })
  const name = cleanName(value, MAX_LABEL)
  if (attribute === 'channel') {
    return (
      <Link href={href} class="plain-link">
        <ChannelTag channel={value} />
      </Link>
    )
  }
  // The node list has no filter for it.
  if (attribute === 'firmware') return <bdi>{name}</bdi>
  return (
    <Link href={href} class="plain-link">
      <bdi>{attribute === 'role' ? formatEnum(name) : name.replaceAll('_', ' ')}</bdi>
    </Link>
  )
}

function HistorySection({ history, csv }: { history: History; csv: string }) {
  return (
    <section>
      <h2 class="section-title">Day by day</h2>
      <p class="muted small">Noted once a day, in UTC, and kept for ever.</p>
      <div class="charts">
        <ChartFrame title="Nodes per day" chart={history.nodes} csv={csv} />
        <ChartFrame title="Gateways per day" chart={history.gateways} csv={csv} />
        <ChartFrame title="Packets per day" chart={history.packets} csv={csv} />
      </div>
    </section>
  )
}
