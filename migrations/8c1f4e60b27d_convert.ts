import type { Revision } from '../src/migrate/columns.js'
import { convertMeshview3 } from '../src/migrate/convert/index.js'

/**
 * Brings the rows of MeshView 3.x, which the revision before put aside, into our tables. In a
 * fresh database there are none, and nothing is done.
 */
export const convert: Revision = {
  name: 'Convert1772000002000',
  revision: '8c1f4e60b27d',
  downRevision: '5d0a7c1e93b4',
  message: 'the rows of MeshView 3.x into our own tables',
  transaction: false,
  // Measured: 0.3, for the log file while the database is written once more at the end.
  workspace: 0.5,
  downLoses:
    'nothing by itself, but converted rows do not turn back: the backup is the way to MeshView 3.x',

  up(queryRunner, context) {
    return convertMeshview3(queryRunner, context)
  },

  async down() {},
}
