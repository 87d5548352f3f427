import type { NeighborRow, NodeActivity, PublicKeyRow } from '../../db/read/node-details.js'
import type { NodeRow } from '../../db/read/nodes.js'
import type { PositionRow } from '../../db/read/positions.js'
import type { TelemetryRow } from '../../db/read/telemetry.js'
import { MeshFault } from '../../mesh/fault.js'
import type { Field } from '../../mesh/fields.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { payloadType, precisionRadius, telemetryKindOf } from '../../mesh/payloads/index.js'
import { PORT } from '../../mesh/portnums.js'
import { formatDegrees } from '../format.js'
import { hardwareLabel, presetName, roleLabel } from '../terms.js'
import { Fields } from './fields.js'
import { kept } from './kept.js'
import { ChannelTag, MeshText, NodeName } from './names.js'
import { Facts } from './parts.js'
import { Signal } from './signal.js'
import { useLocal, useSite, useWords } from './site.js'
import { Age, Ago, DateTime } from './time.js'

export function NodeFacts({ node, activity }: { node: NodeRow; activity: NodeActivity }) {
  const { nodeFacts, roles } = useWords()
  return (
    <section class="card">
      <h2>{nodeFacts.title}</h2>
      <Facts
        facts={[
          [nodeFacts.longName, node.long_name !== null && <MeshText text={node.long_name} />],
          [nodeFacts.shortName, node.short_name !== null && <MeshText text={node.short_name} />],
          [
            nodeFacts.id,
            <span key="id">
              <span class="mono">{formatNodeId(node.node_id)}</span>{' '}
              <span class="faint">{node.node_id}</span>
            </span>,
          ],
          [nodeFacts.hardware, node.hw_model && <MeshText text={hardwareLabel(node.hw_model)} />],
          [nodeFacts.firmware, node.firmware && <MeshText text={node.firmware} />],
          [nodeFacts.role, node.role && <MeshText text={roleLabel(node.role, roles)} />],
          [nodeFacts.channel, node.channel !== null && <ChannelTag channel={node.channel} />],
          [nodeFacts.region, node.region && <MeshText text={node.region} />],
          [nodeFacts.preset, node.modem_preset !== null && presetName(node.modem_preset)],
          [nodeFacts.licensed, node.is_licensed ? nodeFacts.yes : null],
          [nodeFacts.messages, node.is_unmessagable ? nodeFacts.notMonitored : null],
          [
            nodeFacts.day,
            activity.received > 0
              ? nodeFacts.activityGateway({ ...activity })
              : nodeFacts.activity({ ...activity }),
          ],
          [nodeFacts.firstHeard, <DateTime key="first" time_us={node.first_seen_us} />],
          [nodeFacts.lastHeard, <DateTime key="last" time_us={node.last_seen_us} />],
          [
            nodeFacts.lastUplink,
            node.gateway_seen_us !== null && <DateTime time_us={node.gateway_seen_us} />,
          ],
          [
            nodeFacts.publicKey,
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
  const { position: words } = useWords()
  const local = useLocal()
  if (node.last_lat === null || node.last_long === null) {
    return (
      <section class="card">
        <h2>{words.title}</h2>
        <p class="muted">{words.none}</p>
      </section>
    )
  }
  const radius = precisionRadius(node.precision_bits)
  // The node row may be newer than the last kept position packet (a map report).
  const isSame = position?.latitude_i === node.last_lat && position.longitude_i === node.last_long
  return (
    <section class="card">
      <h2>{words.title}</h2>
      <Facts
        facts={[
          [words.latitude, `${formatDegrees(node.last_lat)}°`],
          [words.longitude, `${formatDegrees(node.last_long)}°`],
          [words.altitude, node.altitude === null ? null : local.height(node.altitude, units)],
          [
            words.precision,
            radius === null
              ? null
              : words.within({
                  distance: local.distance(radius, units),
                  bits: node.precision_bits ?? 0,
                }),
          ],
          [words.satellites, isSame ? position.sats_in_view : null],
          [words.told, node.position_us === null ? null : <DateTime time_us={node.position_us} />],
          [
            words.onMap,
            <a
              key="geo"
              href={`geo:${formatDegrees(node.last_lat)},${formatDegrees(node.last_long)}`}
            >
              {words.openApp}
            </a>,
          ],
        ]}
      />
    </section>
  )
}

/** The newest report of one kind of telemetry. */
export function TelemetryCard({ row }: { row: TelemetryRow }) {
  const titles: Readonly<Record<string, string>> = useWords().telemetry.kinds
  const kind = telemetryKindOf(row.variant)
  const fields = kind === null ? null : telemetryFields(row.metrics, kind)
  if (kind === null || fields === null) return null
  return (
    <section class="card">
      <div class="card-head">
        <h2>{titles[kind] ?? kind}</h2>
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
  const { heardTable } = useWords()
  if (rows.length === 0) return null
  // Reports of neighbours have none.
  const hasRssi = rows.some((row) => row.rssi_last !== null)
  return (
    <section>
      <h2 class="section-title">{title}</h2>
      <div class="table-frame">
        <table class="table rows heard">
          <thead>
            <tr>
              <th scope="col">{heardTable.node}</th>
              <th scope="col">{heardTable.lastSnr}</th>
              <th scope="col" class="num">
                {heardTable.meanSnr}
              </th>
              {hasRssi && (
                <th scope="col" class="num">
                  {heardTable.lastRssi}
                </th>
              )}
              <th scope="col" class="num">
                {heardTable.times}
              </th>
              <th scope="col">{heardTable.last}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.node_id}>
                <HeardCells row={row} hasRssi={hasRssi} />
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

/** All but the age. */
function HeardCells({ row, hasRssi }: { row: NeighborRow; hasRssi: boolean }) {
  const { heardTable } = useWords()
  const local = useLocal()
  const { node_id, long_name, short_name, snr4_last, rssi_last, count } = row
  const mean = row.snr_count === 0 ? null : (row.snr4_sum / row.snr_count / 4).toFixed(1)
  const facts = [node_id, long_name, short_name, snr4_last, mean, rssi_last, count, hasRssi]
  return kept(['heard', ...facts], () => (
    <>
      <td class="who line">
        <NodeName {...row} />
      </td>
      <td>{snr4_last !== null && <Signal snr={snr4_last / 4} />}</td>
      <td class="num" data-label={heardTable.meanShort}>
        {mean !== null && local.snr(Number(mean))}
      </td>
      {hasRssi && <td class="num">{rssi_last !== null && local.rssi(rssi_last)}</td>}
      <td class="num" data-label={heardTable.timesShort}>
        {local.count(count)}
      </td>
    </>
  ))
}

/** A second public key is a new installation, or somebody else under the same number. */
export function KeyWarning({ keys }: { keys: readonly PublicKeyRow[] }) {
  const { keyWarning } = useWords()
  if (keys.length < 2) return null
  return (
    <div class="callout">
      <h2>{keyWarning.title({ count: keys.length })}</h2>
      <p>{keyWarning.text}</p>
      <ul>
        {keys.map((key) => (
          <li key={key.public_key}>
            <span class="mono small">{Buffer.from(key.public_key, 'hex').toString('base64')}</span>{' '}
            <span class="muted small">
              {keyWarning.period.with({
                first: <DateTime time_us={key.first_seen_us} />,
                last: <DateTime time_us={key.last_seen_us} />,
              })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
