import { NodeName } from '../components/names.js'
import { Link, useWords } from '../components/site.js'
import { Age, DateTime } from '../components/time.js'
import { formatDegrees } from '../format.js'
import type { MarkedPlace } from './waypoints.js'

/** Places that people marked, below the map; nothing where there are none. */
export function WaypointTable({ waypoints }: { waypoints: readonly MarkedPlace[] }) {
  const { waypoints: words } = useWords()
  if (waypoints.length === 0) return null
  return (
    <section class="page map-list" id="waypoints">
      <h2 class="section-title">{words.title}</h2>
      <div class="table-frame">
        <table class="table rows">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.description}</th>
              <th scope="col">{words.position}</th>
              <th scope="col">{words.by}</th>
              <th scope="col">{words.told}</th>
              <th scope="col">{words.until}</th>
            </tr>
          </thead>
          <tbody>
            {waypoints.map((each) => (
              <WaypointLine key={each.id} waypoint={each} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function WaypointLine({ waypoint }: { waypoint: MarkedPlace }) {
  const { waypoints: words } = useWords()
  const { packet, latitude_i, longitude_i, name, description, icon, expire } = waypoint
  const view = `/map?lat=${formatDegrees(latitude_i)}&lng=${formatDegrees(longitude_i)}&zoom=14`
  return (
    <tr>
      <td class="who line">
        {icon} <bdi>{name || words.unnamed}</bdi>
      </td>
      <td class="told line">
        <bdi>{description}</bdi>
      </td>
      <td class="nowrap">
        <Link href={view}>
          {formatDegrees(latitude_i)}, {formatDegrees(longitude_i)}
        </Link>
      </td>
      <td class="who line">
        <NodeName
          node_id={packet.from_node_id}
          long_name={packet.long_name}
          short_name={packet.short_name}
        />
      </td>
      <td class="nowrap">
        <Link href={`/packet/${packet.id}?key=${packet.packet_key}`}>
          <Age time_us={packet.import_time_us} />
        </Link>
      </td>
      <td class="nowrap">{expire === 0 ? words.forever : <DateTime time_us={expire * 1e6} />}</td>
    </tr>
  )
}
