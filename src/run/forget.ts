import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SUPERVISED } from '../config/contract.js'
import type { Command } from './command.js'

/**
 * `mvrun forget NODE`: by the writer's own means, in a process of its own that has the terminal.
 * 0 = deleted, counted, or nothing there; 1 = not; 78 = a configuration that cannot be used.
 */
export function forget(command: Extract<Command, { verb: 'forget' }>): Promise<number> {
  const { config, node, dryRun, yes } = command
  const script = fileURLToPath(new URL('../writer/forget.js', import.meta.url))
  const options = [...(dryRun ? ['--dry-run'] : []), ...(yes ? ['--yes'] : [])]
  const args = [script, '--config', resolve(config), ...options, '--', node]
  const child = spawn(process.execPath, args, {
    // Warnings of the configuration are for those who start MeshView.
    env: { ...process.env, [SUPERVISED]: '1' },
    stdio: 'inherit',
  })
  // Ctrl-C reaches both; whoever ends this process alone means the other.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code) => done(code ?? 1))
  })
}
