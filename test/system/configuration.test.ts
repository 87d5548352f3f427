import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { connectAsync } from 'mqtt'
import { encodeEnvelope } from '../../src/mesh/encode.js'
import { DEFAULT_KEY, expandKey } from '../../src/mesh/keys.js'
import { BROADCAST, formatNodeId } from '../../src/mesh/node-id.js'
import { PORT } from '../../src/mesh/portnums.js'
import { CERTIFICATE, PRIVATE_KEY } from '../helpers/certificate.js'
import { listeningPort, run, until } from '../helpers/processes.js'

const OWN_KEY = 'MTIzNDU2Nzg5MDEyMzQ1Ng=='
const [SENDER, SKIPPED, GATEWAY] = [0x11111111, 0x0000cafe, 0x22222222]

/**
 * The configuration of MeshView 3.x as its sample has it, with every section in use. The broker is
 * the one thing of ours in it: 3.x always read from another.
 */
const config3x = (pem: string) => `[server]
bind = 127.0.0.1
port = 0
tls_cert = ${pem}
acme_challenge =

[site]
domain = mesh.example.org
language = en
title = Bay Area Mesh
message = 100% of what was heard; all of it
starting = /chat
nodes = True
conversations = True
everything = True
graphs = True
stats = True
net = True
map = True
top = True
map_top_left_lat = 39
map_top_left_lon = -123
map_bottom_right_lat = 36
map_bottom_right_lon = -121
map_interval=3
firehose_interal=3
weekly_net_message = Weekly check-in
net_tag = #BayMeshNet

[mqtt]
server =
topics = ["msh/US/bayarea/#", "msh/US/CA/mrymesh/#"]
port = 1883
username = meshdev
password = large4cats
skip_node_ids = 51966, 0x0000beef
secondary_keys = "${OWN_KEY}", "AQ=="

[database]
connection_string = sqlite+aiosqlite:///packets.db

[cleanup]
enabled = True
days_to_keep = 14
hour = 2
minute = 00
vacuum = False
backup_enabled = False
backup_dir = ./backups
backup_hour = 2
backup_minute = 00

[snapshot]
hour = 0
minute = 0

[logging]
access_log = True
db_cleanup_logfile = dbcleanup.log

[broker]
bind = 127.0.0.1
port = 0
`

test('a configuration of 3.x does what it says: nodes skipped, channels opened, HTTPS, every request logged', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-config3x-'))
  const config = join(folder, 'config.ini')
  writeFileSync(join(folder, 'site.pem'), CERTIFICATE + PRIVATE_KEY)
  writeFileSync(config, config3x('site.pem'))
  const reader = run('src/reader/main.js', ['--config', config])
  const writer = run('src/writer/main.js', ['--config', config])
  t.after(async () => {
    await Promise.all([writer.stop(), reader.stop()])
    rmSync(folder, { recursive: true, force: true })
  })
  await writer.said(/storing packets/)
  const port = await listeningPort(reader, 'web')
  const ask = (path: string) => askOverTls<Record<string, unknown[]>>(port, path)

  const client = await connectAsync(`mqtt://127.0.0.1:${await listeningPort(writer, 'broker')}`)
  t.after(() => client.endAsync(true))
  const said: [from: number, channel: string, key: Buffer, text: string][] = [
    [SENDER, 'LongFast', DEFAULT_KEY, 'in the open'],
    [SENDER, 'Ours', expandKey(OWN_KEY) ?? Buffer.alloc(0), 'among us'],
    [SENDER, 'Theirs', Buffer.alloc(16, 9), 'not for us'],
    [SKIPPED, 'LongFast', DEFAULT_KEY, 'from a node to be skipped'],
    [0xbeef, 'LongFast', DEFAULT_KEY, 'from another'],
  ]
  for (const [index, [from, channel_id, key, text]] of said.entries()) {
    const payload = encodeEnvelope({
      ...{ key, channel_id, gateway_id: GATEWAY },
      packet: { from, to: BROADCAST, id: 100 + index, rx_time: 1_800_000_000, hop_limit: 3 },
      data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(text) },
    })
    const topic = `2/e/${channel_id}/${formatNodeId(GATEWAY)}`
    await client.publishAsync(`msh/US/bayarea/${topic}`, payload)
    // Not subscribed to.
    if (index === 0) await client.publishAsync(`msh/EU/${topic}`, payload)
  }
  await until(
    () => ask('/api/status'),
    ({ received }) => Number(received) >= said.length,
  )
  const { packets = [] } = await ask('/api/packets')
  assert.deepEqual(
    (packets as Record<string, unknown>[])
      .map(({ portnum, channel, payload }) => `${portnum} ${channel}: ${payload}`)
      .sort(),
    ['0 Theirs: Did not decode', '1 LongFast: in the open', '1 Ours: among us'],
  )
  const { nodes = [] } = await ask('/api/nodes?all=true')
  assert.deepEqual(
    (nodes as Record<string, unknown>[]).map(({ node_id }) => node_id).sort(),
    [SENDER, GATEWAY],
    'nodes that are skipped leave no trace',
  )
  const { site } = await ask('/api/config')
  assert.equal(
    (site as unknown as Record<string, unknown>).message,
    '100% of what was heard; all of it',
  )
  await reader.said(/"url":"\/api\/config"/)
  const warnings = [...writer.lines, ...reader.lines].filter((line) => /"level":"warn"/.test(line))
  const ofConfig = warnings.filter((line) => line.includes('(config.ini, line'))
  assert.equal(new Set(ofConfig.map((line) => JSON.parse(line).msg)).size, 3)
  appendFileSync(config, '[snapshots]\nhour = 1\n')
  const checked = run('mvrun.js', ['check', '--config', config])
  await checked.ended
  assert.match(checked.lines.join('\n'), /\[snapshots\] is no section.*\[snapshot\] meant/)
})

async function askOverTls<T>(port: number, path: string): Promise<T> {
  const text = await new Promise<string>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, ca: CERTIFICATE }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (part) => {
        body += part
      })
      answer.on('end', () => resolve(body))
    }).once('error', reject)
  })
  return JSON.parse(text) as T
}
