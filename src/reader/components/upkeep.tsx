import type { Config } from '../../config/config.js'
import { Facts } from './parts.js'
import { useLocal, useWords } from './site.js'
import { Ago } from './time.js'

export interface UpkeepProps {
  /** What the configuration says of it. */
  rules: Pick<Config, 'retention' | 'cleanup' | 'backup' | 'ingest'>
  /** As the writer told last: `cleanup_us`, `backup_us`, `backup_bytes`, `backup_failed_us`. */
  state: Readonly<Record<string, number>>
}

/** What is kept for how long, what is backed up, and how much is taken from one sender. */
export function Upkeep({ rules: { retention, cleanup, backup, ingest }, state }: UpkeepProps) {
  const { status } = useWords()
  const { upkeep } = status
  const local = useLocal()
  const kept = (days: number) =>
    days === 0 || !cleanup.enabled ? upkeep.forEver : upkeep.kept({ count: days })
  const done = (time_us: number | undefined) =>
    time_us ? <Ago time_us={time_us} /> : status.noneYet
  const limits = [
    ingest.floodPerMinute > 0 ? upkeep.perMinute({ count: ingest.floodPerMinute }) : null,
    ingest.floodPerHour > 0 ? upkeep.perHour({ count: ingest.floodPerHour }) : null,
  ]
  return (
    <section class="card">
      <h2>{upkeep.title}</h2>
      <Facts
        facts={[
          [upkeep.packetsKept, kept(retention.packetsDays)],
          [upkeep.positionsKept, kept(retention.positionsDays)],
          [upkeep.telemetryKept, kept(retention.telemetryDays)],
          [upkeep.nodesKept, kept(retention.nodesDays)],
          [upkeep.cleanup, cleanup.enabled ? done(state.cleanup_us) : upkeep.off],
          [
            upkeep.backup,
            backup.enabled || state.backup_us ? (
              <>
                {done(state.backup_us)}
                {state.backup_bytes ? `, ${local.bytes(state.backup_bytes)}` : ''}
                {state.backup_failed_us ? `; ${upkeep.backupFailed}` : ''}
              </>
            ) : (
              upkeep.off
            ),
          ],
          [upkeep.perNode, limits.filter((limit) => limit !== null).join(', ')],
          [
            upkeep.perGateway,
            ingest.gatewayPerHour > 0
              ? upkeep.messagesPerHour({ count: ingest.gatewayPerHour })
              : null,
          ],
        ]}
      />
    </section>
  )
}
