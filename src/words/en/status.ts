/** The page while the database is not ready, and the state in a sentence. */
export const migrating = {
  title: 'Getting ready',
  goesOver: 'This page goes over to the site by itself.',
  cannotRead: 'The database cannot be read',
  moment: 'Just a moment',
  newer: 'The database is newer than this program',
  failed: 'The last migration failed',
  updating: 'The database is being brought up to date',
  starting: 'Starting.',
  ready: 'The database is ready.',
  unreachable: 'The database cannot be read: {reason}. Trying again every {seconds} s.',
  current: 'The database is up to date.',
  empty: 'Waiting for the writer to make the database.',
  newerVersion:
    'The database was written by a newer version (revision {revisions}); install that version.',
  behind: 'The database waits for its migration.',
  behindFailed: 'The database waits for its migration; the last attempt failed: {error}',
  phases: {
    idle: 'getting ready',
    backup: 'backup',
    upgrade: 'upgrade',
    downgrade: 'downgrade',
    failed: 'failed',
  },
  step: 'The database is being brought up to date: {what}.',
  stepOf: 'The database is being brought up to date: {what} (step {step} of {steps}).',
  gaveUp:
    'Nobody has been migrating it for a minute: is the writer running? The site comes up by itself when it is.',
  rows: '{done} of {total} rows ({percent} %).',
  rowsLeft: '{done} of {total} rows ({percent} %), about {left} left.',
} as const

/** What becomes of the messages, and how the parts of MeshView are. */
export const status = {
  title: 'Status',
  intake: 'Intake',
  noWriter: 'No writer has served this database yet.',
  broker: 'Broker',
  connectedSince: 'Connected since',
  lastMessage: 'Last message',
  noneYet: 'none yet',
  error: 'Error',
  runningSince: 'Running since',
  lastSign: 'Last sign of life',
  version: 'Version',
  notRunning: 'does not run',
  notConnected: 'not connected',
  connected: 'connected',
  attention: {
    title: 'Who needs a visit',
    silent: 'Silent gateways',
    silentAbout: 'Uplinked something this week, but nothing for six hours.',
    lastUplink: 'Last uplink',
    low: 'Low batteries',
    lowAbout: 'Reported 20 % or less within the last day.',
    charge: 'Charge',
    node: 'Node',
  },
  database: 'Database',
  packets: 'Packets',
  receptions: 'Receptions',
  nodes: 'Nodes',
  newestPacket: 'Newest packet',
  size: 'Size',
  freeOnDisk: 'Free on the disk',
  freeOf: '{free} of {total}',
  waiting: 'Waiting on the disk',
  noMessages: 'No message has arrived since this database was made or taken over.',
  became: {
    one: 'What became of {count} message',
    other: 'What became of {count} messages',
  },
  outcome: 'Outcome',
  messages: 'Messages',
  share: 'Share',
  meaning: 'Meaning',
  outcomes: {
    stored: 'Stored',
    duplicate: 'Duplicate',
    encrypted: 'Encrypted',
    filtered: 'Filtered',
    malformed: 'Malformed',
  },
  explanations: {
    stored: 'A packet, or one more gateway that heard a known one.',
    duplicate: 'The same gateway told the same again.',
    encrypted: 'Kept, but none of the known keys opens it.',
    filtered: 'Left out by a rule of the configuration.',
    malformed: 'Not understood, and set aside.',
  },
  /** The rules by which messages are left out. */
  rules: {
    flood: 'too many of one node',
    'gateway-flood': 'too many of one gateway',
    'json-topic': 'JSON instead of protobuf',
    'status-topic': 'status of a gateway',
    'topic-too-long': 'topic too long',
    'too-many-receptions': 'too many copies',
    'too-many-uplinks': 'too many topics',
    ok_to_mqtt: 'not meant for MQTT',
    skip_node_ids: 'node is left out',
    'queue-full': 'no room left',
  },
  upkeep: {
    title: 'Upkeep',
    kept: { one: '{count} day', other: '{count} days' },
    forEver: 'for ever',
    packetsKept: 'Packets kept',
    positionsKept: 'Positions kept',
    telemetryKept: 'Telemetry kept',
    nodesKept: 'Silent nodes kept',
    cleanup: 'Last cleanup',
    backup: 'Newest backup',
    backupFailed: 'the last attempt failed',
    off: 'off',
    perNode: 'At most from a node',
    perGateway: 'At most from a gateway',
    perMinute: { one: '{count} new packet a minute', other: '{count} new packets a minute' },
    perHour: { one: '{count} new packet an hour', other: '{count} new packets an hour' },
    messagesPerHour: { one: '{count} message an hour', other: '{count} messages an hour' },
  },
} as const

/** What makes MeshView unhealthy: on the status page, and in English in `/health`. */
export const problems = {
  title: { one: 'Something is wrong', other: '{count} things are wrong' },
  clockUnset:
    'The clock of this machine says {date}, so it was never set. Packets are kept under times that go on from the newest one, and nothing is deleted, until the clock is set (by a time server, or by hand).',
  writerMissing: 'No writer has started on this database yet.',
  writerSilent: 'The writer has given no sign of life for {seconds} s.',
  packetsWait: '{size} of packets wait on the disk.',
  brokerAway: 'The writer has not been connected to {broker} for {period}.',
  brokerAwayBecause: 'The writer has not been connected to {broker} for {period}: {error}',
  nothingArrives:
    'No packet has come for {silence}; in the last week {usual} would have been unusual. Do the gateways still publish, and to a topic that is subscribed to?',
  spoolGrows:
    '{size} of packets wait on the disk: the database cannot take them, or not as fast as they come.',
  diskNearlyFull:
    'The disk is nearly full: {free} of {total} are free. Free some space, or keep less ([retention]).',
  backupMissing:
    'There is no backup, though [backup] asks for one a day. The log of the writer says why.',
  backupOverdue:
    'The newest backup is {age} old, though [backup] asks for one a day. The log of the writer says why.',
} as const

/** The page that describes the API; the descriptions themselves are English. */
export const apiPage = {
  title: 'API',
  about: 'for programs: JSON by GET, from any origin',
  openapi: 'OpenAPI 3.1',
  howTo: 'How to use it',
  conventions:
    'Times are microseconds since 1970 UTC. A node may be named in decimal, as 0x… or as !…. What is wrong with a request is said as {example} with a status of 400 to 499.',
  parameter: 'Parameter',
  answer: 'Answer',
  field: 'Field',
  type: 'Type',
  meaning: 'Meaning',
} as const
