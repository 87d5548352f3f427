import type { Place } from './world.js'

// A mesh around the San Francisco Bay that does not exist: real hills and towns, invented people.
// Antenna heights are metres above the ground; elevations above the sea are rounded.

function place(
  long_name: string,
  short_name: string,
  hw_model: string,
  role: string,
  where: readonly [latitude: number, longitude: number, elevation: number],
  more: Partial<Place> = {},
): Place {
  const [latitude, longitude, elevation] = where
  return { long_name, short_name, hw_model, role, latitude, longitude, elevation, ...more }
}

const SOLAR = { power: 'solar', antenna: 8 } as const
const MAINS = { power: 'mains', antenna: 10 } as const

/** Relays on hills, which carry the mesh. */
const HILLS: readonly Place[] = [
  place('San Bruno Mountain Relay', 'SBM', 'RAK4631', 'ROUTER', [37.6865, -122.4345, 400], {
    ...SOLAR,
    sensors: ['environment', 'power'],
  }),
  place('Grizzly Peak Router', 'GRZ', 'RAK4631', 'ROUTER', [37.8818, -122.2421, 530], {
    ...SOLAR,
    sensors: ['environment', 'power'],
  }),
  place('Mission Peak Solar', 'MPK', 'HELTEC_MESH_NODE_T114', 'ROUTER', [37.5125, -121.8805, 760], {
    ...SOLAR,
    sensors: ['power'],
  }),
  place('Mount Diablo North', 'DIAB', 'RAK4631', 'ROUTER', [37.8816, -121.9142, 1170], {
    ...SOLAR,
    sensors: ['environment'],
  }),
  place('Tamalpais West', 'TAM', 'STATION_G2', 'ROUTER_LATE', [37.9235, -122.5965, 780], MAINS),
  place('Loma Prieta Link', 'LOMA', 'RAK4631', 'ROUTER', [37.111, -121.8445, 1150], {
    ...SOLAR,
    sensors: ['environment', 'power'],
  }),
  place('Fremont Peak South', 'FPS', 'XIAO_NRF52_KIT', 'ROUTER', [36.7571, -121.5033, 960], SOLAR),
]

/** Nodes with a link to the Internet: what they hear gets to the broker. */
const GATEWAYS: readonly Place[] = [
  place('Bernal Heights Gateway', 'BRNL', 'HELTEC_V3', 'CLIENT', [37.7431, -122.4145, 130], {
    ...MAINS,
    gateway: true,
    sensors: ['environment'],
  }),
  place('Oakland Harbor Gateway', 'OAKG', 'STATION_G2', 'CLIENT', [37.7955, -122.2832, 6], {
    ...MAINS,
    antenna: 25,
    gateway: true,
  }),
  place('Palo Alto MakerSpace', 'PAMS', 'HELTEC_V4', 'CLIENT', [37.4419, -122.143, 12], {
    ...MAINS,
    antenna: 20,
    gateway: true,
    sensors: ['air_quality'],
  }),
  place('San José Rooftop GW', 'SJRG', 'TBEAM', 'CLIENT', [37.3347, -121.8906, 28], {
    ...MAINS,
    antenna: 40,
    gateway: true,
    sensors: ['environment'],
  }),
  place('Santa Cruz Wharf', 'SCW', 'HELTEC_V3', 'CLIENT', [36.9573, -122.0174, 5], {
    ...MAINS,
    antenna: 15,
    gateway: true,
    sensors: ['environment'],
  }),
  place('Petaluma Barn', 'PETA', 'T_ECHO', 'CLIENT', [38.2324, -122.6367, 30], {
    ...MAINS,
    antenna: 18,
    gateway: true,
  }),
]

/** People at home. */
const HOMES: readonly Place[] = [
  place('Ada on Potrero', 'ADA', 'HELTEC_V3', 'CLIENT', [37.7577, -122.4, 90], { antenna: 6 }),
  place('Benicia Base', 'BENB', 'TLORA_T3_S3', 'CLIENT_BASE', [38.0494, -122.1586, 15], MAINS),
  place('Cole Valley Carlos', 'CVC', 'T_DECK', 'CLIENT', [37.7657, -122.4499, 110]),
  place('Daly City Dan', 'DCD', 'HELTEC_V3', 'CLIENT', [37.6879, -122.4702, 120], { antenna: 7 }),
  place('El Cerrito 🏡', '🏡', 'RAK4631', 'CLIENT', [37.9161, -122.3108, 70], { antenna: 9 }),
  place('Foster City Dock', 'FCD', 'HELTEC_V3', 'CLIENT', [37.5585, -122.2711, 2], {
    sensors: ['environment'],
  }),
  place('Gilroy Garlic Hill', 'GGN', 'TBEAM', 'CLIENT', [37.0301, -121.6204, 310], { antenna: 4 }),
  place('Half Moon Bay Hut', 'HMB', 'T_ECHO', 'CLIENT', [37.4636, -122.4286, 21], { antenna: 6 }),
  place('Hayward Hangar', 'HWD', 'HELTEC_V3', 'CLIENT', [37.6591, -122.1215, 15], { antenna: 12 }),
  place('Lafayette Lookout', 'LAF', 'SEEED_WIO_TRACKER_L1', 'CLIENT', [37.8857, -122.118, 150]),
  place('Los Gatos Loop', 'LGL', 'HELTEC_V3', 'CLIENT', [37.2358, -121.9624, 110], { antenna: 16 }),
  place('Marina Green', 'MRN', 'TRACKER_T1000_E', 'CLIENT_MUTE', [37.8066, -122.437, 4]),
  place('Mountain View Lab', 'MVL', 'PORTDUINO', 'CLIENT', [37.3894, -122.0819, 32], MAINS),
  place('Napa River Oak', 'NRO', 'RAK4631', 'CLIENT', [38.2975, -122.2869, 10], { antenna: 16 }),
  place('Noe Valley Nora', 'NORA', 'T_DECK', 'CLIENT', [37.7502, -122.4337, 90]),
  place('Novato North', 'NOVA', 'HELTEC_V3', 'CLIENT', [38.1074, -122.5697, 10], { antenna: 8 }),
  place('Pacifica Pier', 'PACI', 'HELTEC_WIRELESS_PAPER', 'CLIENT', [37.6336, -122.4955, 9]),
  place('Pleasanton Pete', 'PETE', 'HELTEC_V3', 'CLIENT', [37.6624, -121.8747, 107]),
  place('Point Reyes Shed', 'PRS', 'RAK4631', 'CLIENT', [38.0691, -122.8069, 30], {
    ...SOLAR,
    sensors: ['environment'],
  }),
  place('Redwood City Rita', 'RITA', 'TLORA_V2_1_1P6', 'CLIENT', [37.4852, -122.2364, 7]),
  place('Richmond Field', 'RFLD', 'HELTEC_V3', 'CLIENT', [37.9143, -122.3405, 5], {
    sensors: ['air_quality'],
  }),
  place('Salinas Shop', 'SALI', 'HELTEC_V3', 'CLIENT', [36.6777, -121.6555, 16], { antenna: 12 }),
  place('San Mateo Sam', 'SAM', 'NANO_G1_EXPLORER', 'CLIENT', [37.563, -122.3255, 14]),
  place('Sausalito Houseboat', 'SAUS', 'T_ECHO', 'CLIENT_HIDDEN', [37.8591, -122.4853, 2]),
  place('Vallejo Vera', 'VERA', 'TBEAM', 'CLIENT', [38.1041, -122.2566, 21], { antenna: 8 }),
  place('Walnut Creek Wendy', 'WNDY', 'HELTEC_V3', 'CLIENT', [37.9101, -122.0652, 40]),
  place('Watsonville Old Radio', 'WOR', 'TLORA_V2', 'CLIENT', [36.9102, -121.7569, 9], {
    antenna: 9,
    isOldFirmware: true,
  }),
]

/** Sensors, counters and what else stands about. */
const THINGS: readonly Place[] = [
  place('Presidio Weather', 'PWX', 'RAK4631', 'SENSOR', [37.7989, -122.4662, 60], {
    ...SOLAR,
    sensors: ['environment', 'power'],
  }),
  place('Ferry Building Counter', 'FBC', 'HELTEC_V3', 'CLIENT', [37.7955, -122.3937, 4], {
    ...MAINS,
    sensors: ['paxcounter'],
  }),
  place('Berkeley Store & Forward', 'BSF', 'TBEAM', 'CLIENT', [37.8715, -122.273, 52], {
    ...MAINS,
    isStoreForward: true,
  }),
  place('Garage Door Hayward', 'GDH', 'RAK4631', 'SENSOR', [37.6641, -122.0935, 25], {
    isDetector: true,
  }),
]

/** Nodes on the move, each along its own way, there and back. */
const MOVERS: readonly Place[] = [
  place('Caltrain Rider 🚆', 'TRN', 'TRACKER_T1000_E', 'CLIENT', [37.7765, -122.3947, 5], {
    speed: 22,
    way: [
      [37.7765, -122.3947],
      [37.6305, -122.4111],
      [37.5378, -122.2975],
      [37.4433, -122.1651],
      [37.3297, -121.9028],
    ],
  }),
  place('Ferry Hydra', 'FERY', 'T_ECHO', 'TRACKER', [37.7955, -122.3912, 3], {
    speed: 12,
    way: [
      [37.7966, -122.3905],
      [37.82, -122.385],
      [37.8565, -122.4782],
      [37.9455, -122.5085],
    ],
  }),
  place('Bicycle Kim', 'KIM', 'T_ECHO', 'CLIENT', [37.8043, -122.2711, 10], {
    speed: 5,
    way: [
      [37.8043, -122.2711],
      [37.8275, -122.2895],
      [37.8695, -122.3],
      [37.8715, -122.2685],
    ],
  }),
  place('Van Juan', 'VAN', 'HELTEC_WIRELESS_TRACKER', 'TRACKER', [37.3347, -121.8906, 28], {
    speed: 25,
    way: [
      [37.3347, -121.8906],
      [37.2358, -121.9624],
      [37.0454, -121.9928],
      [36.9741, -122.0308],
    ],
  }),
]

export const PLACES: readonly Place[] = [...HILLS, ...GATEWAYS, ...HOMES, ...THINGS, ...MOVERS]
