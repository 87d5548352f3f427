import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

const LOG = new URL('../../src/config/log.js', import.meta.url).href
const CONFIG = new URL('../../src/config/config.js', import.meta.url).href

test('no secret gets into the log, whatever it is logged with', () => {
  const ini = `[mqtt]\nserver = h\nusername = u\npassword = hunter"2%\nsecondary_keys = 1PG7OiApB1nwvP+rz05pAQ==\n[broker]\nusername = b\npassword = hunter"2%-of-the-broker\n[database]\nconnection_string = postgresql://u:pa%40ss@h/d\n`
  const script = `
    import { createLog } from ${JSON.stringify(LOG)}
    import { parseConfig } from ${JSON.stringify(CONFIG)}
    const { config } = parseConfig(${JSON.stringify(ini)}, '/x/config.ini')
    const log = createLog('writer', config)
    log.info(config, 'all')
    log.info({ mqtt: config.mqtt, url: config.database.connectionString }, 'parts')
    log.error(new Error('cannot log in with hunter"2%-of-the-broker, hunter"2% or pa@ss or 1PG7OiApB1nwvP+rz05pAQ=='), 'no')
    log.debug('not at this level')
  `
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  })
  assert.equal(stderr, '')
  const lines = stdout.trimEnd().split('\n')
  assert.equal(lines.length, 3)
  for (const line of lines) {
    const record = JSON.parse(line)
    assert.equal(record.name, 'writer')
    assert.match(record.time, /^\d{4}-\d\d-\d\dT/)
    assert.doesNotMatch(line, /hunter|of-the-broker|pa%40ss|pa@ss|1PG7OiApB1nwvP/)
  }
})
