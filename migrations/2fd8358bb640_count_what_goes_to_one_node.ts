import { batchAlterTable, type Revision, sql } from '../src/migrate/columns.js'

/** The hour of the oldest packet that is kept. */
const OLDEST = '(select min(import_time_us) / 3600000000 from packet)'

/**
 * The hourly counts tell packets to one node from those to everybody. Those of hours whose packets
 * are still kept are counted; of older hours nobody knows, and of the oldest only a part may be left.
 */
export const countWhatGoesToOneNode: Revision = {
  name: 'CountWhatGoesToOneNode1795809479527',
  revision: '2fd8358bb640',
  downRevision: '7e15c0d49a2b',
  message: 'count what goes to one node',

  async up(queryRunner) {
    await batchAlterTable(queryRunner, 'traffic_hourly', (table) => {
      table.addColumn('direct_packets', { type: 'int', nullable: true })
      table.addColumn('direct_receptions', { type: 'int', nullable: true })
    })
    await sql(
      queryRunner,
      `update traffic_hourly set direct_packets = 0, direct_receptions = 0
       where hour > ${OLDEST}
         or (hour = ${OLDEST} and hour = (select min(hour) from traffic_hourly))`,
    )
    await sql(
      queryRunner,
      `update traffic_hourly
       set direct_packets = direct.packets, direct_receptions = direct.receptions
       from (
         select p.import_time_us / 3600000000 as hour, p.portnum, p.channel_id,
           count(*) as packets,
           sum((select count(*) from reception r where r.packet_key = p.packet_key)) as receptions
         from packet p where p.to_node_id <> 4294967295 group by 1, 2, 3
       ) as direct
       where traffic_hourly.hour = direct.hour and traffic_hourly.portnum = direct.portnum
         and traffic_hourly.channel_id = direct.channel_id
         and traffic_hourly.direct_packets is not null`,
    )
  },

  async down(queryRunner) {
    await batchAlterTable(queryRunner, 'traffic_hourly', (table) => {
      table.dropColumn('direct_receptions')
      table.dropColumn('direct_packets')
    })
  },
}
