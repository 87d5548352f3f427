import { loadConfig } from '../config/config.js'
import { askServer } from './ask-server.js'

/**
 * `mvrun health`: asks the MeshView that runs with this configuration how it is, for those who watch
 * it (containers, cron). 0 = well, 1 = not, with the reason; with `live` 0 as long as it answers.
 * Throws ConfigError.
 */
export async function health(configFile: string, live: boolean): Promise<number> {
  const { server } = loadConfig(configFile).config
  if (server.port === 0) {
    console.error('Which port it has is not known: [server] port = 0 takes any that is free.')
    return 1
  }
  try {
    const { status, body } = await askServer(server, live ? '/health/live' : '/health')
    const said = JSON.parse(body) as { status?: string; reason?: string }
    if (typeof said.status !== 'string') throw new Error('another program answers there')
    console.log(said.reason === undefined ? said.status : `${said.status}: ${said.reason}`)
    return status === 200 ? 0 : 1
  } catch (error) {
    console.error(
      `No MeshView answers at ${server.bind} port ${server.port}: ${(error as Error).message}`,
    )
    return 1
  }
}
