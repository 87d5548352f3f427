import Type, { type Static } from 'typebox'
import { findActiveChannels } from '../../db/read/channels.js'
import { countNodes } from '../../db/read/nodes.js'
import {
  findShares,
  type NodeAttribute,
  type Shares as NodeShares,
  type Share,
} from '../../db/read/shares.js'
import { countersOf, findCounters } from '../../db/read/status.js'
import { hourOf } from '../../db/values.js'
import { PORTS } from '../../mesh/portnums.js'
import { cleanName } from '../../mesh/text.js'
import type { Words } from '../../words/languages.js'
import { offeredChannels } from '../channels.js'
import { type History, historyCharts, type Traffic, trafficCharts } from '../charts/traffic.js'
import { ChartFrame } from '../components/chart-frame.js'
import { countGiven, Filters, Select } from '../components/forms.js'
import { ChannelTag, PortTag, portLabel } from '../components/names.js'
import { Empty, PageHead } from '../components/parts.js'
import { PeriodLinks } from '../components/period-links.js'
import { Shares } from '../components/shares.js'
import { address, Link, useLocal, useSite, useWords } from '../components/site.js'
import { definePage } from '../page.js'
import { type Period, type PeriodKey, periodOf, sinceUs } from '../periods.js'
import { remember } from '../remember.js'
import { hardwareLabel, roleLabel } from '../terms.js'

export const STATS_PERIODS: readonly PeriodKey[] = ['24h', '3d', '7d', '30d', '90d', '1y', 'all']

/** The attributes of nodes that are broken down, and whether for gateways only. */
export const BREAKDOWNS: readonly {
  key: keyof Words['stats']['breakdowns']
  attribute: NodeAttribute
  gateways: boolean
}[] = [
  { key: 'hardware', attribute: 'hw_model', gateways: false },
  { key: 'role', attribute: 'role', gateways: false },
  { key: 'channel', attribute: 'channel', gateways: false },
  { key: 'firmware', attribute: 'firmware', gateways: false },
  { key: 'gateway-channel', attribute: 'channel', gateways: true },
  { key: 'gateway-role', attribute: 'role', gateways: true },
  { key: 'gateway-firmware', attribute: 'firmware', gateways: true },
]

/** The counts of longer periods are summed up at most this often. */
const LONG_HOURS = 30 * 24
const REMEMBER_US = 60_000_000
/** What the nodes are changes more slowly than what they send. */
const SHARES_US = 30_000_000

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
  shares: NodeShares
  channels: string[]
}

/** The mesh in numbers, all from the hourly and daily counts. */
export const stats = definePage({
  path: '/stats',
  menu: { label: (words) => words.menu.stats, flag: 'stats' },
  query,
  scripts: ['charts.js'],
  styles: ['charts.css'],
  async load(context, { query: sent, zone, speech }): Promise<StatsData> {
    const { db, nowUs } = context
    const isOffered = await offeredChannels(context)
    const period = periodOf(sent.period, STATS_PERIODS, '7d')
    const since_us = sinceUs(period, nowUs())
    const { channel, portnum } = sent
    const from = Math.floor(since_us / 1e6)
    const to = Math.floor(nowUs() / 1e6)
    const shares = await remember(
      db,
      `shares ${period.key} ${channel ?? ''}`,
      nowUs(),
      SHARES_US,
      () => findShares(db, { since_us, channel }),
    )
    const make = () =>
      trafficCharts(db, { from, to, channel, portnum }, isOffered, zone, speech.words)
    const isShort = period.hours !== undefined && period.hours < LONG_HOURS
    const key = `traffic ${speech.language} ${period.key} ${portnum ?? ''} ${zone.name} ${channel ?? ''}`
    const findTraffic = () => (isShort ? make() : remember(db, key, nowUs(), REMEMBER_US, make))
    const [counters, known, traffic, history, active] = await Promise.all([
      findCounters(db),
      countNodes(db, {}),
      findTraffic(),
      historyCharts(db, from, to, speech.words.stats),
      findActiveChannels(db, hourOf(since_us)),
    ])
    return {
      query: sent,
      period,
      totals: countersOf(counters, 'total.'),
      nodes: {
        known,
        active: sumOf(shares.nodes.role),
        gateways: sumOf(shares.gateways.role),
      },
      traffic,
      history,
      shares,
      channels: active.filter(isOffered),
    }
  },
  refresh: { seconds: 30 },
  description: ({ stats }) => stats,
  title: (_data, words) => words.stats.title,
  view: (data) => <StatsView {...data} />,
})

function sumOf(shares: readonly Share[]): number {
  return shares.reduce((sum, share) => sum + share.count, 0)
}

function StatsView(data: StatsData) {
  const { query: sent, period, traffic, history } = data
  const { zone } = useSite()
  const { stats, shares } = useWords()
  const here = (period: string) => address('/stats', { ...sent, period })
  return (
    <div class="stack" data-zone={zone.name}>
      <PageHead title={stats.title}>
        <PeriodLinks choices={STATS_PERIODS} chosen={period} href={here} />
      </PageHead>
      <StatsFilters {...data} />
      <Totals {...data} />
      {traffic.receptions === 0 ? (
        <Empty icon="top" longer={period.key !== 'all' && here('all')}>
          <p>{shares.nothing}</p>
        </Empty>
      ) : (
        <Charts {...data} />
      )}
      {history !== null && <HistorySection history={history} csv={downloadOf(data, 'days')} />}
    </div>
  )
}

function downloadOf({ query: sent, period }: StatsData, name: string): string {
  return address(`/stats/${name}.csv`, { ...sent, period: period.key })
}

/** Traffic over time, and who takes part in it. */
function Charts(data: StatsData) {
  const { traffic } = data
  const { stats, charts, common } = useWords()
  const download = (name: string) => downloadOf(data, name)
  const isDaily = traffic.byType.step === 'day'
  return (
    <>
      <div class="charts wide">
        <ChartFrame
          title={isDaily ? stats.packetsPerDay : stats.packetsPerHour}
          chart={traffic.byType}
          csv={download('traffic')}
        />
      </div>
      <div class="charts pairs">
        <ChartFrame
          title={isDaily ? stats.receptionsPerDay : stats.receptionsPerHour}
          chart={traffic.receptionsByType}
          csv={download('traffic')}
          note={stats.receptionsNote}
        />
        <ChartFrame
          title={isDaily ? stats.channelsPerDay : stats.channelsPerHour}
          chart={traffic.byChannel}
          csv={download('traffic')}
        />
        <ChartFrame
          title={isDaily ? stats.destinationsPerDay : stats.destinationsPerHour}
          chart={traffic.byDestination}
          csv={download('traffic')}
          note={stats.destinationsNote}
        />
        <ChartFrame
          title={isDaily ? stats.textsPerDay : stats.textsPerHour}
          chart={traffic.texts}
          csv={download('traffic')}
        />
      </div>
      <h2 class="section-title">{stats.whoTakesPart}</h2>
      <div class="cards">
        <TypesCard traffic={traffic} csv={download('traffic')} />
        {BREAKDOWNS.map(({ key, attribute, gateways }) => (
          <Shares
            key={key}
            title={stats.breakdowns[key]}
            counted={gateways ? stats.gateways : stats.nodes}
            rows={data.shares[gateways ? 'gateways' : 'nodes'][attribute].map((share) => ({
              key: share.value ?? '',
              label: <ShareLabel attribute={attribute} value={share.value} />,
              count: share.count,
            }))}
            csv={
              <Link
                class="small"
                href={download(key)}
                title={charts.csvTitle({ title: stats.breakdowns[key] })}
              >
                {common.csv}
              </Link>
            }
          />
        ))}
      </div>
    </>
  )
}

function StatsFilters({ query: sent, period, channels }: StatsData) {
  const words = useWords()
  const { filters } = words
  return (
    <Filters path="/stats" active={countGiven(sent.channel, sent.portnum)}>
      <input type="hidden" name="period" value={period.key} />
      <Select
        name="channel"
        label={filters.channel}
        value={sent.channel ?? ''}
        any={filters.allChannels}
        options={channels.map((channel) => [channel, channel])}
      />
      <Select
        name="portnum"
        label={filters.type}
        value={sent.portnum === undefined ? '' : String(sent.portnum)}
        any={filters.allTypes}
        options={PORTS.map((port) => [String(port.portnum), portLabel(port.portnum, words)])}
      />
    </Filters>
  )
}

function Totals({ totals, nodes, traffic, period }: StatsData) {
  const { stats, lengths } = useWords()
  const local = useLocal()
  const figures: [string, number, string][] = [
    [stats.nodesHeard, nodes.active, stats.ofKnown({ total: nodes.known })],
    [stats.gateways, nodes.gateways, stats.reported],
    [stats.packets, traffic.packets, stats.ofKept({ total: totals.packets ?? 0 })],
    [stats.receptions, traffic.receptions, stats.ofKept({ total: totals.receptions ?? 0 })],
  ]
  return (
    <dl class="figures" aria-label={stats.totals({ period: lengths[period.key] })}>
      {figures.map(([label, count, more]) => (
        <div class="card figure" key={label}>
          <dt>{label}</dt>
          <dd>
            <strong>{local.count(count)}</strong> <span class="muted small">{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function TypesCard({ traffic, csv }: { traffic: Traffic; csv: string }) {
  const { stats, charts, common } = useWords()
  return (
    <Shares
      title={stats.types}
      counted={stats.packets}
      rows={traffic.types.map((type) => ({
        key: String(type.portnum),
        // Port 0 stands for what could not be decrypted.
        label: <PortTag portnum={type.portnum} encrypted={type.portnum === 0} />,
        count: type.packets,
      }))}
      csv={
        <Link class="small" href={csv} title={charts.csvTitle({ title: stats.types })}>
          {common.csv}
        </Link>
      }
    />
  )
}

function ShareLabel({ attribute, value }: { attribute: NodeAttribute; value: string | null }) {
  const { stats, roles } = useWords()
  if (value === null || value === '') return <span class="faint">{stats.notTold}</span>
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
      <bdi>{attribute === 'role' ? roleLabel(name, roles) : hardwareLabel(name)}</bdi>
    </Link>
  )
}

function HistorySection({ history, csv }: { history: History; csv: string }) {
  const { stats } = useWords()
  return (
    <section>
      <h2 class="section-title">{stats.dayByDay}</h2>
      <p class="muted small">{stats.dayByDayNote}</p>
      <div class="charts">
        <ChartFrame title={stats.nodesPerDay} chart={history.nodes} csv={csv} />
        <ChartFrame title={stats.gatewaysPerDay} chart={history.gateways} csv={csv} />
        <ChartFrame title={stats.allPacketsPerDay} chart={history.packets} csv={csv} />
      </div>
    </section>
  )
}
