import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, loadConfig } from '../config/config.js'
import { SUPERVISED } from '../config/contract.js'
import type { Finding } from '../config/finding.js'
import { explainListenFault, listenFault } from '../config/listen.js'
import { isRunning, tryCertificate, tryWebPort } from './check-server.js'
import { eachLine } from './lines.js'

/**
 * `mvrun check`: reads the configuration and tries what it names, changing nothing. Prints the
 * findings. 0 = all well, 1 = something would not work; throws ConfigError as the start does.
 */
export async function check(configFile: string): Promise<number> {
  const { config, warnings } = loadConfig(configFile)
  let problems = 0
  const show = ({ outcome, text }: Finding) => {
    if (outcome === 'problem') problems += 1
    console.log(`${outcome.padEnd(7)}  ${text}`)
  }

  show({ outcome: 'ok', text: `${resolve(configFile)} can be read` })
  for (const text of warnings) show({ outcome: 'warning', text })
  for (const finding of tryCertificate(config)) show(finding)
  show(await tryWebPort(config))
  if (config.mqtt.server === '') show(await tryBrokerPort(config))
  await tryAsWriter(configFile, show)

  console.log(problems === 0 ? 'No problem found.' : `Problems found: ${problems}`)
  return problems === 0 ? 0 : 1
}

async function tryBrokerPort({ broker, server }: Config): Promise<Finding> {
  const fault = await listenFault(broker.bind, broker.port)
  if (fault === undefined) {
    return { outcome: 'ok', text: `built-in broker: port ${broker.port} is free` }
  }
  if (fault === 'EADDRINUSE' && (await isRunning(server))) {
    return { outcome: 'ok', text: `built-in broker: MeshView has port ${broker.port}` }
  }
  return { outcome: 'problem', text: explainListenFault('broker', broker, fault) }
}

/** Database and broker are tried by the writer's own means, in a process of its own. */
function tryAsWriter(configFile: string, show: (finding: Finding) => void): Promise<void> {
  const script = fileURLToPath(new URL('../writer/check.js', import.meta.url))
  const child = spawn(process.execPath, [script, '--config', resolve(configFile)], {
    // The warnings of the configuration are shown already.
    env: { ...process.env, [SUPERVISED]: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  eachLine(child.stdout, (line) => show(JSON.parse(line) as Finding))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code) => {
      if (code !== 0) {
        show({ outcome: 'problem', text: `database and broker could not be tried (code ${code})` })
      }
      done()
    })
  })
}
