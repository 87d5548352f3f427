// What the map's script gets. Types alone: the browser imports them as well.

/**
 * A node, as short as it can be: there are thousands. Latitude and longitude in degrees × 1e7 (both
 * null while it told none), `radius` in metres within which that position is (0 = exact), `last_seen` in seconds since 1970,
 * `gateway` 1 for one that has uplinked.
 */
export type MapNode = readonly [
  node_id: number,
  long_name: string,
  short_name: string,
  role: string,
  channel: string,
  hw_model: string,
  lat: number | null,
  long: number | null,
  radius: number,
  last_seen: number,
  gateway: 0 | 1,
]

/**
 * Who heard whom, in columns of one length, which are half as much to send as records. `from` and
 * `to` are places in the list of nodes: `to` heard `from`. SNR in dB × 4, `age_min` the minutes from
 * the last proof to `newest`, in seconds since 1970.
 */
export interface MapLinks {
  newest: number
  from: number[]
  to: number[]
  kind: LinkKind[]
  snr4: (number | null)[]
  age_min: number[]
}

/** As `link.kind` in the database: direct reception, neighbour, traceroute. */
export type LinkKind = 1 | 2 | 3

/** A marked place; latitude and longitude in degrees × 1e7, `icon` an emoji or nothing. */
export interface MapWaypoint {
  lat: number
  long: number
  icon: string
  name: string
  description: string
}

export interface MapData {
  /** Cursor of the live stream that goes on from here. */
  cursor: number
  nodes: MapNode[]
  links: MapLinks
  waypoints: MapWaypoint[]
  /** Channels that have a colour of their own; the others share one. */
  channels: string[]
}

/** One packet, and what is known of its sender since. */
export interface MapNews {
  node: MapNode | null
  packet: {
    /** Of the database, where several senders share an id. */
    key: number
    id: number
    from_node_id: number
    to_node_id: number
    /** Of the port, for people. */
    label: string
    /** Class of its hue. */
    hue: string
    /** What a person said to everybody, cut short; empty for everything else. */
    text: string
    /** The marked places have changed. */
    isWaypoint: boolean
  }
}

/** `[latitude × 1e7, longitude × 1e7, seconds since 1970]`, oldest first. */
export type Trail = readonly (readonly [number, number, number])[]

/** Latitude and longitude in degrees × 1e7. */
export type HeatPoint = readonly [lat: number, long: number, weight: number]

export interface HeatData {
  points: HeatPoint[]
  /** Where the weights are percent, of which the mean is shown: the end of the scale. */
  top?: number
}

/** What a small map on a page shows. Places in degrees × 1e7. */
export interface PlaceMapData {
  places: MapPlace[]
  ways: MapWay[]
  /** The edge of an area, in one piece: longitudes may go beyond ±180°. */
  area?: (readonly [lat: number, long: number])[]
}

export interface MapPlace {
  lat: number
  long: number
  /** A word beside it. */
  label: string
  kind: 'source' | 'gateway' | 'point'
  /** How often a packet was relayed before a gateway heard it; null = unknown. */
  hops?: number | null
}

/** Places that a line connects, in their order. */
export interface MapWay {
  kind: 'trail' | 'there' | 'back' | 'heard'
  line: (readonly [lat: number, long: number])[]
}
