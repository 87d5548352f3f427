import assert from 'node:assert/strict'
import type { Database, Param } from '../../../src/db/open.js'
import { NODES_AT_ONCE } from '../../../src/db/read/nodes-as-json.js'
import { onBothEngines } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import { setSite } from './site.js'

const NODES = 9001

/** Notes how many nodes a statement made texts of. */
function watched(db: Database, made: number[]): Database {
  return new Proxy(db, {
    get(target, name) {
      if (name !== 'all') {
        const value = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      }
      return async (sql: string, params?: readonly Param[]) => {
        const rows = await target.all<{ facts?: string }>(sql, params)
        if (rows[0]?.facts !== undefined) made.push(rows.length)
        return rows
      }
    },
  })
}

onBothEngines(
  'a long list of nodes is made in parts, whole and in its order',
  async (database, t) => {
    const made: number[] = []
    const { stage, app } = await setSite(database, t, { around: (db) => watched(db, made) })
    await stage.db.run(
      `insert into node (node_id, long_name, first_seen_us, last_seen_us)
     with recursive n(i) as (select 1 union all select i + 1 from n where i < ${NODES})
     select 100000 + i, 'Node ' || (10000 + i * 7 % ${NODES}), ${NOW_US}, ${NOW_US} from n`,
    )
    const lines = async (query: string) => {
      made.length = 0
      const { body } = await app.inject(`/nodelist.csv?active=all${query}`)
      assert.ok(body.endsWith('\r\n'))
      return body.trim().split('\r\n')
    }
    const [head, ...nodes] = await lines('')
    assert.match(head ?? '', /^node_id,long_name,/)
    const names = nodes.map((line) => line.split(',')[1])
    assert.deepEqual(
      names,
      Array.from({ length: NODES }, (_, index) => `Node ${10_000 + index}`),
    )
    assert.deepEqual(made, [NODES_AT_ONCE, NODES_AT_ONCE, NODES - 2 * NODES_AT_ONCE])
    assert.equal((await lines('&q=Node%201000')).length, 1 + 10)
  },
)
