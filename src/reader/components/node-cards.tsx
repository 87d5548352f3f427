import type { NeighborRow, NodeActivity, PublicKeyRow } from '../../db/read/node-details.js'
import type { NodeRow } from '../../db/read/nodes.js'
import type { PositionRow } from '../../db/read/positions.js'
import type { TelemetryRow } from '../../db/read/telemetry.js'
import { MeshFault } from '../../mesh/fault.js'
import type { Field } from '../../mesh/fields.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { payloadType, precisionRadius, telemetryKindOf } from '../../mesh/payloads/index.js'
import { PORT } from '../../mesh/portnums.js'
import {
  formatCount,
  formatDegrees,
  formatDistance,
  formatEnum,
  formatHeight,
  formatRssi,
  formatSnr,
} from '../format.js'
import { Fields } from './fields.js'
import { ChannelTag, MeshText, NodeName } from './names.js'
import { Facts } from './parts.js'
import { Signal } from './signal.js'
import { useSite } from './site.js'
import { Age, Ago, DateTime } from './time.js'

export function NodeFacts({ node, activity }: { node: NodeRow; activity: NodeActivity }) {
  return (
    <section class="card">
      <h2>Node</h2>
      <Facts
        facts={[
          ['Long name', node.long_name !== null && <MeshText text={node.long_name} />],
          ['Short name', node.short_name !== null && <MeshText text={node.short_name} />],
          [
            'ID',
            <span key="id">
              <span class="mono">{formatNodeId(node.node_id)}</span>{' '}
              <span class="faint">{node.node_id}</span>
            </span>,
          ],
          ['Hardware', node.hw_model && <MeshText text={node.hw_model.replaceAll('_', ' ')} />],
          ['Firmware', node.firmware && <MeshText text={node.firmware} />],
          ['Role', node.role && <MeshText text={formatEnum(node.role)} />],
          ['Channel', node.channel !== null && <ChannelTag channel={node.channel} />],
          ['Region', node.region && <MeshText text={node.region} />],
          ['Modem preset', node.modem_preset !== null && formatEnum(node.modem_preset)],
          ['Licensed operator', node.is_licensed ? 'yes' : null],
          ['Messages', node.is_unmessagable ? 'not monitored' : null],
          [
            'Last 24 hours',
            <>
              sent {formatCount(activity.sent)}, heard {formatCount(activity.seen)} times
              {activity.received > 0 && (
                <>, received {formatCount(activity.received)} as a gateway</>
              )}
            </>,
          ],
          ['First heard', <DateTime key="first" time_us={node.first_seen_us} />],
          ['Last heard', <DateTime key="last" time_us={node.last_seen_us} />],
          [
            'Last uplink',
            node.gateway_seen_us !== null && <DateTime time_us={node.gateway_seen_us} />,
          ],
          [
            'Public key',
            node.public_key && (
              <span class="mono small">
                {Buffer.from(node.public_key, 'hex').toString('base64')}
              </span>
            ),
          ],
        ]}
      />
    </section>
  )
}

/** Where the node said that it is, and how exactly. */
export function PositionCard({ node, position }: { node: NodeRow; position: PositionRow | null }) {
  const { units } = useSite()
  if (node.last_lat === null || node.last_long === null) {
    return (
      <section class="card">
        <h2>Position</h2>
        <p class="muted">
          It has not told where it is, or only on a channel that is not read here.
        </p>
      </section>
    )
  }
  const radius = precisionRadius(node.precision_bits)
  // The node row may be newer than the last kept position packet (a map report).
  const isSame = position?.latitude_i === node.last_lat && position.longitude_i === node.last_long
  return (
    <section class="card">
      <h2>Position</h2>
      <Facts
        facts={[
          ['Latitude', `${formatDegrees(node.last_lat)}°`],
          ['Longitude', `${formatDegrees(node.last_long)}°`],
          ['Altitude', node.altitude === null ? null : formatHeight(node.altitude, units)],
          [
            'Precision',
            radius === null
              ? null
              : `within ${formatDistance(radius, units)} (${node.precision_bits} bits)`,
          ],
          ['Satellites', isSame ? position.sats_in_view : null],
          ['Told', node.position_us === null ? null : <DateTime time_us={node.position_us} />],
          [
            'On a map',
            <a
              key="geo"
              href={`geo:${formatDegrees(node.last_lat)},${formatDegrees(node.last_long)}`}
            >
              open in a maps app
            </a>,
          ],
        ]}
      />
    </section>
  )
}

const telemetryTitles: Record<string, string> = {
  device_metrics: 'Device',
  environment_metrics: 'Environment',
  air_quality_metrics: 'Air quality',
  power_metrics: 'Power',
  local_stats: 'Radio statistics',
  health_metrics: 'Health',
  host_metrics: 'Host',
}

/** The newest report of one kind of telemetry. */
export function TelemetryCard({ row }: { row: TelemetryRow }) {
  const kind = telemetryKindOf(row.variant)
  const fields = kind === null ? null : telemetryFields(row.metrics, kind)
  if (kind === null || fields === null) return null
  return (
    <section class="card">
      <div class="card-head">
        <h2>{telemetryTitles[kind] ?? kind}</h2>
        <span class="muted small">
          <Ago time_us={row.import_time_us} />
        </span>
      </div>
      <Fields fields={fields} />
    </section>
  )
}

function telemetryFields(metrics: Buffer, kind: string): Field[] | null {
  const type = payloadType(PORT.TELEMETRY)
  if (type === undefined) return null
  try {
    const found = type.fields(type.decode(metrics)).find((field) => field.name === kind)
    return Array.isArray(found?.value) ? found.value : null
  } catch (error) {
    if (error instanceof MeshFault) return null
    throw error
  }
}

/** Radio links without a relay, with the signal: proof of who hears whom. */
export function HeardTable({ title, rows }: { title: string; rows: readonly NeighborRow[] }) {
  if (rows.length === 0) return null
  return (
    <section>
      <h2 class="section-title">{title}</h2>
      <div class="table-frame">
        <table class="table rows heard">
          <thead>
            <tr>
              <th scope="col">Node</th>
              <th scope="col">Last SNR</th>
              <th scope="col" class="num">
                Mean SNR
              </th>
              <th scope="col" class="num">
                Last RSSI
              </th>
              <th scope="col" class="num">
                Times
              </th>
              <th scope="col">Last</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.node_id}>
                <td class="who line">
                  <NodeName {...row} />
                </td>
                <td>{row.snr4_last !== null && <Signal snr={row.snr4_last / 4} />}</td>
                <td class="num" data-label="mean">
                  {row.snr_count > 0 &&
                    formatSnr(Number((row.snr4_sum / row.snr_count / 4).toFixed(1)))}
                </td>
                <td class="num">{row.rssi_last !== null && formatRssi(row.rssi_last)}</td>
                <td class="num" data-label="times">
                  {formatCount(row.count)}
                </td>
                <td>
                  <Age time_us={row.last_seen_us} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** A second public key is a new installation, or somebody else under the same number. */
export function KeyWarning({ keys }: { keys: readonly PublicKeyRow[] }) {
  if (keys.length < 2) return null
  return (
    <div class="callout">
      <h2>This node has announced {keys.length} public keys</h2>
      <p>
        It may have been installed anew, or somebody else uses its number. Compare the key before
        trusting a direct message.
      </p>
      <ul>
        {keys.map((key) => (
          <li key={key.public_key}>
            <span class="mono small">{Buffer.from(key.public_key, 'hex').toString('base64')}</span>{' '}
            <span class="muted small">
              from <DateTime time_us={key.first_seen_us} /> to{' '}
              <DateTime time_us={key.last_seen_us} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
