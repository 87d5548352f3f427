import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { ConfigError, loadConfig, parseConfig } from '../../src/config/config.js'

const PATH = '/srv/mesh/config.ini'

function parse(source: string, env: NodeJS.ProcessEnv = {}) {
  return parseConfig(source, PATH, env)
}

function errorsOf(source: string, env: NodeJS.ProcessEnv = {}): readonly string[] {
  try {
    parse(source, env)
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    return error.errors
  }
  assert.fail('the configuration was accepted')
}

test('an empty file gives the defaults: built-in broker, SQLite beside the file, port 8081', () => {
  const { config, warnings } = parse('')
  assert.deepEqual(warnings, [])
  assert.equal(config.mqtt.server, '')
  assert.equal(config.mqtt.port, 1883)
  assert.deepEqual(config.mqtt.topics, ['msh/#'])
  assert.equal(config.server.port, 8081)
  assert.equal(config.server.bind, '0.0.0.0')
  assert.equal(config.broker.port, 1883)
  assert.equal(config.database.connectionString, 'sqlite:////srv/mesh/packets.db')
  assert.equal(config.ingest.floodPerMinute, 60)
  assert.equal(config.ingest.floodPerHour, 600)
})

test('every error is listed at once, with section, key, value, what is expected and where', () => {
  const errors = errorsOf(
    '[server]\nport = 80810\n[site]\nmap = perhaps\nstarting = //evil.example\n',
  )
  assert.equal(errors.length, 3)
  assert.equal(
    errors[0],
    '[server] port = 80810: expected a whole number from 0 to 65535 (config.ini, line 2)',
  )
  assert.match(errors.join('\n'), /\[site\] starting = \/\/evil\.example: expected a path/)
  assert.match(errors.join('\n'), /\[site\] map = perhaps: expected true or false/)
})

test('warnings are not lost when there are errors as well', () => {
  assert.throws(
    () => parse('[server]\nport = x\n[sit]\n'),
    (error: ConfigError) => {
      assert.match(error.warnings[0]!, /\[sit\] is no section/)
      return error.errors.length === 1
    },
  )
})

test('a comment behind a number is explained', () => {
  assert.match(errorsOf('[server]\nport = 8081 # web\n')[0]!, /a comment needs a line of its own/)
})

test('booleans are true, yes, on, 1 and false, no, off, 0 in any case', () => {
  for (const word of ['true', 'YES', 'On', '1']) {
    assert.equal(parse(`[cleanup]\nvacuum = ${word}\n`).config.cleanup.vacuum, true)
  }
  for (const word of ['False', 'no', 'OFF', '0']) {
    assert.equal(parse(`[cleanup]\nenabled = ${word}\n`).config.cleanup.enabled, false)
  }
})

test('an unknown section or key earns a warning that names the nearest one', () => {
  const { warnings } = parse(
    '[sever]\nport = 1\n[mqtt]\npasword = x\nport_ = 1\n[site]\nport = 1\n',
  )
  assert.match(warnings[0]!, /\[sever\] is no section .*is \[server\] meant/)
  assert.match(warnings[1]!, /\[mqtt\] pasword is unknown .*is \[mqtt\] password meant/)
  assert.match(warnings[2]!, /is \[mqtt\] port meant/)
  assert.match(warnings[3]!, /\[site\] port is unknown .*is \[server\] port meant/)
})

test('the environment overrides the file, and an unknown variable is told', () => {
  const { config, warnings } = parse('[server]\nport = 1\n', {
    MESHVIEW_SERVER_PORT: '8082',
    MESHVIEW_DATABASE_CONNECTION_STRING: 'sqlite:///other.db',
    MESHVIEW_SERVER_PROT: '1',
    MESHVIEW_TEST_POSTGRES: 'not ours',
    OTHER: 'x',
  })
  assert.equal(config.server.port, 8082)
  assert.equal(config.database.connectionString, 'sqlite:////srv/mesh/other.db')
  assert.equal(warnings.length, 1)
  assert.match(warnings[0]!, /MESHVIEW_SERVER_PROT.*is MESHVIEW_SERVER_PORT meant/)
})

test('a bad override is an error that names the variable', () => {
  assert.match(errorsOf('', { MESHVIEW_SERVER_PORT: 'x' })[0]!, /environment MESHVIEW_SERVER_PORT/)
})

test('the built-in broker is chosen by an empty override, whatever the file says', () => {
  const source = '[mqtt]\nserver = mqtt.example.org\n'
  assert.equal(parse(source, { MESHVIEW_MQTT_SERVER: '' }).config.mqtt.server, '')
})

test('topics are a JSON list, over several lines too, or parted by commas', () => {
  const topics = (text: string) => parse(`[mqtt]\ntopics = ${text}\n`).config.mqtt.topics
  assert.deepEqual(topics('["msh/US/bayarea/#", "msh/US/CA/sacvalley"]'), [
    'msh/US/bayarea/#',
    'msh/US/CA/sacvalley',
  ])
  assert.deepEqual(topics('["msh/US/#",\n  "msh/EU_868/+/2/e/#"]'), [
    'msh/US/#',
    'msh/EU_868/+/2/e/#',
  ])
  assert.deepEqual(topics("msh/US/#, 'msh/EU/#'"), ['msh/US/#', 'msh/EU/#'])
})

test('topics that no broker would accept are refused', () => {
  for (const topic of ['["msh/#/e"]', 'msh/x#', '["msh/US/#"', '[1, [2]]', '[]', '[""]']) {
    assert.match(errorsOf(`[mqtt]\ntopics = ${topic}\n`)[0]!, /^\[mqtt\] topics/)
  }
})

test('mqtts:// and tls mean TLS and its port', () => {
  const mqtt = (text: string) => parse(`[mqtt]\n${text}\n`).config.mqtt
  const facts = ({ server, port, tls }: ReturnType<typeof mqtt>) => [server, port, tls]
  assert.deepEqual(facts(mqtt('server = mqtts://h.example')), ['h.example', 8883, true])
  assert.deepEqual(facts(mqtt('server = h.example\ntls = true')), ['h.example', 8883, true])
  assert.deepEqual(facts(mqtt('server = mqtts://h.example:444')), ['h.example', 444, true])
  assert.deepEqual(facts(mqtt('server = h.example\nport = 1884')), ['h.example', 1884, false])
  assert.deepEqual(facts(mqtt('server = mqtt://[fe80::1]:1885/')), ['fe80::1', 1885, false])
  assert.deepEqual(facts(mqtt('server = fe80::1')), ['fe80::1', 1883, false])
})

test('contradictions between keys are errors', () => {
  assert.match(errorsOf('[mqtt]\nserver = mqtt://h\ntls = true\n')[0]!, /contradicts/)
  assert.match(errorsOf('[mqtt]\nserver = mqtt://h:1\nport = 2\n')[0]!, /contradicts/)
  assert.match(errorsOf('[mqtt]\nserver = u:p@h\n')[0]!, /username, password/)
  assert.match(errorsOf('[mqtt]\nclean_session = no\n')[0]!, /client_id/)
  assert.match(errorsOf('[broker]\nport = 8081\n')[0]!, /must differ/)
  assert.match(errorsOf('[broker]\nusername = u\n')[0]!, /without \[broker\] password/)
})

test('node ids are decimal, 0x or !hex', () => {
  const { config } = parse('[mqtt]\nskip_node_ids = 1, 0x02,!0000000a,\n')
  assert.deepEqual(config.mqtt.skipNodeIds, [1, 2, 10])
  assert.match(errorsOf('[mqtt]\nskip_node_ids = 4294967296\n')[0]!, /is not a node id/)
})

test('channel keys are checked, and never shown', () => {
  const { config } = parse('[mqtt]\nsecondary_keys = "1PG7OiApB1nwvP+rz05pAQ==", AQ==\n')
  assert.deepEqual(config.mqtt.secondaryKeys, ['1PG7OiApB1nwvP+rz05pAQ==', 'AQ=='])
  const [error] = errorsOf('[mqtt]\nsecondary_keys = AQ==, c2VjcmV0\n')
  assert.match(error!, /number 2 in the list/)
  assert.doesNotMatch(error!, /c2VjcmV0/)
})

test('connection strings of 3.x are understood', () => {
  const url = (text: string) =>
    parse(`[database]\nconnection_string = ${text}\n`).config.database.connectionString
  assert.equal(url('sqlite+aiosqlite:///packets.db'), 'sqlite:////srv/mesh/packets.db')
  assert.equal(url('sqlite+aiosqlite:////var/lib/p.db'), 'sqlite:////var/lib/p.db')
  assert.equal(url('sqlite:///../p.db?timeout=5'), 'sqlite:////srv/p.db')
  assert.equal(url('postgresql+asyncpg://u:p@h:5433/d'), 'postgresql://u:p@h:5433/d')
  assert.equal(
    url('postgresql+asyncpg://u:p@h/d?ssl=require'),
    'postgresql://u:p@h/d?sslmode=require',
  )
  assert.equal(url('postgres://h/d'), 'postgresql://h/d')
})

test('a bare % in the password of the database is a plain %', () => {
  const source = '[database]\nconnection_string = postgresql://u:50%off%40@h/d\n'
  const password = new URL(parse(source).config.database.connectionString).password
  assert.equal(decodeURIComponent(password), '50%off@')
})

test('a connection string that cannot work is refused without showing it', () => {
  for (const url of [
    'mysql://u:hush@h/d',
    'postgresql://u:hu#sh@h/d',
    'postgresql://u:hush@h',
    'hush',
  ]) {
    const [error] = errorsOf(`[database]\nconnection_string = ${url}\n`)
    assert.match(
      error!,
      /^\[database\] connection_string: expected sqlite:\/\/\/FILE or postgresql/,
    )
    assert.doesNotMatch(error!, /hush|hu#sh/)
  }
  assert.match(errorsOf('[database]\nconnection_string = sqlite:///:memory:\n')[0]!, /name a file/)
})

test('a doubled % is told, as 3.x took it for one', () => {
  const { config, warnings } = parse('[mqtt]\nusername = u\npassword = a%%b\n')
  assert.equal(config.mqtt.password, 'a%%b')
  assert.match(warnings[0]!, /\[mqtt\] password holds "%%"/)
  assert.doesNotMatch(warnings[0]!, /a%%b/)
})

test('the sample of 3.x is accepted with one warning for each key that never worked', () => {
  const { config, warnings } = parse(SAMPLE_3X)
  assert.equal(config.site.firehoseInterval, 7)
  assert.equal(config.server.bind, '0.0.0.0')
  assert.equal(config.cleanup.enabled, false)
  assert.equal(config.retention.packetsDays, 14)
  assert.equal(config.retention.nodesDays, 14)
  assert.equal(config.backup.enabled, true)
  assert.equal(config.backup.dir, '/srv/mesh/backups')
  assert.equal(config.backup.hour, 3)
  assert.equal(warnings.length, 3)
  assert.match(warnings.join('\n'), /firehose_interal is misspelt.*\[site\] firehose_interval/)
  assert.match(warnings.join('\n'), /conversations has no effect.*\[site\] chat/)
  assert.match(warnings.join('\n'), /acme_challenge has no effect.*\[server\] tls_cert/)
})

test('a configuration of 3.x that names no hour of its backup makes it with the cleanup', () => {
  const timeOf = (ini: string) => {
    const { hour, minute } = parse(ini).config.backup
    return [hour, minute]
  }
  assert.deepEqual(timeOf('[cleanup]\nbackup_enabled = True\nhour = 4\nminute = 20\n'), [4, 20])
  assert.deepEqual(timeOf('[cleanup]\nbackup_enabled = True\n'), [2, 0])
  assert.deepEqual(
    timeOf('[cleanup]\nbackup_enabled = True\nbackup_hour = 3\nminute = 20\n'),
    [3, 20],
  )
  assert.deepEqual(timeOf('[cleanup]\nhour = 4\n[backup]\nenabled = true\n'), [1, 30])
})

test('a key under its own name wins over the 3.x name', () => {
  const { config } = parse('[site]\nfirehose_interal = 7\nfirehose_interval = 5\n')
  assert.equal(config.site.firehoseInterval, 5)
  const kept = parse('[cleanup]\ndays_to_keep = 14\n[retention]\npackets_days = 60\n').config
  assert.deepEqual([kept.retention.packetsDays, kept.retention.telemetryDays], [60, 14])
})

test('a missing, unreadable or wrongly encoded file is a configuration error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-config-'))
  try {
    const file = join(folder, 'config.ini')
    assert.throws(() => loadConfig(file, {}), /config\.ini has an error:\n.*does not exist/)
    assert.throws(() => loadConfig(folder, {}), /cannot be read/)
    writeFileSync(file, Buffer.from('\uFEFF[server]\nport = 1\n', 'utf16le'))
    assert.throws(() => loadConfig(file, {}), /UTF-8/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('whatever the text, the answer is a configuration or a ConfigError', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom('[server]', '[mqtt]', '[site]', '[database]', 'server = ', 'port = 1'),
    fc
      .tuple(
        fc.constantFrom(
          'topics',
          'server',
          'connection_string',
          'port',
          'secondary_keys',
          'starting',
        ),
        fc.string(),
      )
      .map((pair) => pair.join('=')),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      try {
        parse(lines.join('\n'))
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error
      }
    }),
  )
})

const SAMPLE_3X = `
[server]
bind = *
port = 8081
tls_cert =
acme_challenge =
[site]
domain =
title = Bay Area Mesh
starting = /chat
nodes = True
conversations = True
map_top_left_lat = 39
map_interval=3
firehose_interal=7
weekly_net_message = Check-in. The format should be (LONG NAME) - (CITY) #BayMeshNet.
net_tag = #BayMeshNet
[mqtt]
server = mqtt.example.org
topics = ["msh/US/bayarea/#", "msh/US/CA/mrymesh/#", "msh/US/CA/sacvalley"]
port = 1883
username = meshdev
password = 100%cat;s#
skip_node_ids =
secondary_keys =
[database]
connection_string = sqlite+aiosqlite:///packets.db
[cleanup]
enabled = False
days_to_keep = 14
hour = 2
minute = 00
vacuum = False
backup_enabled = True
backup_dir = ./backups
backup_hour = 3
backup_minute = 00
[snapshot]
hour = 1
minute = 0
[logging]
access_log = False
db_cleanup_logfile = dbcleanup.log
`
