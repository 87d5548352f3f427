import type { PacketRow } from '../../db/read/packets.js'
import { ChannelTag, NodeName, PortTag } from '../components/names.js'
import { Link, useWords } from '../components/site.js'
import { DateTime } from '../components/time.js'

/** Packet ids are unique per sender only: offers the packets that share one. */
export function SenderChoice({ packets, path }: { packets: readonly PacketRow[]; path: string }) {
  const { packetChoice } = useWords()
  return (
    <div class="card">
      <h1>{packetChoice.title({ count: packets.length })}</h1>
      <p class="muted">{packetChoice.text}</p>
      <ul class="choices">
        {packets.map((packet) => (
          <li key={packet.packet_key}>
            <Link class="button" href={`${path}/${packet.id}?key=${packet.packet_key}`}>
              {packetChoice.open}
            </Link>
            <NodeName
              node_id={packet.from_node_id}
              long_name={packet.long_name}
              short_name={packet.short_name}
            />
            <PortTag portnum={packet.portnum} encrypted={packet.encrypted} />
            <ChannelTag channel={packet.channel} />
            <DateTime time_us={packet.import_time_us} />
          </li>
        ))}
      </ul>
    </div>
  )
}
