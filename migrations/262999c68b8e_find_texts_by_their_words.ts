import {
  createTable,
  dropTable,
  engineOf,
  hasTable,
  type Revision,
  type RevisionContext,
  sql,
  type TableDefinition,
} from '../src/migrate/columns.js'

const textSearch: TableDefinition = {
  name: 'text_search',
  columns: {
    packet_key: { type: 'bigint', primary: true },
    tokens: { type: 'bigints' },
  },
}

/**
 * Makes the index by which words are found in texts, and fills it with those that are there.
 * PostgreSQL makes its own index at once when all are in: several times faster than text by text.
 */
export const findTextsByTheirWords: Revision = {
  name: 'FindTextsByTheirWords1795755133936',
  revision: '262999c68b8e',
  downRevision: '8c1f4e60b27d',
  message: 'find texts by their words',
  // Filled a slice at a time.
  transaction: false,

  async up(queryRunner, context) {
    const isPostgres = engineOf(queryRunner) === 'postgres'
    if (!(await hasTable(queryRunner, textSearch.name))) {
      await createTable(
        queryRunner,
        isPostgres ? textSearch : { ...textSearch, tokenIndex: 'tokens' },
      )
    }
    if (context.db === null) context.log('the tokens of texts are written by the program')
    else await fill(context.db, context)
    if (isPostgres) {
      await sql(
        queryRunner,
        'create index if not exists text_search_tokens on text_search using gin (tokens)',
      )
      await sql(queryRunner, 'analyze text_search')
    }
  },

  async down(queryRunner) {
    if (await hasTable(queryRunner, textSearch.name)) await dropTable(queryRunner, textSearch.name)
  },
}

interface Text {
  packet_key: number
  text: string
  channel_id: number
  from_node_id: number
  portnum: number
}

const SLICE = 2000
const insert = {
  perRow: 'insert into text_search (rowid, tokens) values (?, ?)',
  perBatch: `insert into text_search (packet_key, tokens)
     select packet_key, string_to_array(tokens, ' ')::bigint[]
     from unnest(?::bigint[], ?::text[]) as text (packet_key, tokens)`,
  booleans: [],
}

/** Goes on after the last text that an interrupted run has written. */
async function fill(db: NonNullable<RevisionContext['db']>, context: RevisionContext) {
  const key = db.engine === 'sqlite' ? 'rowid' : 'packet_key'
  const written = await db.get<{ last: number | null; texts: number }>(
    `select max(${key}) as last, count(*) as texts from text_search`,
  )
  const left = await db.get<{ texts: number }>(
    'select count(*) as texts from text_message where not direct and packet_key > ?',
    [written?.last ?? -1],
  )
  let last = written?.last ?? -1
  let done = written?.texts ?? 0
  const total = done + (left?.texts ?? 0)
  for (;;) {
    const texts = await db.all<Text>(
      `select m.packet_key, m.text, m.channel_id, p.from_node_id, p.portnum
       from text_message m join packet p on p.packet_key = m.packet_key
       where not m.direct and m.packet_key > ? order by m.packet_key limit ${SLICE}`,
      [last],
    )
    if (texts.length === 0) return
    await db.transaction((tx) =>
      tx.insertMany(
        insert,
        texts.map((text) => [text.packet_key, tokensOf(text)]),
      ),
    )
    last = texts.at(-1)?.packet_key ?? last
    done += texts.length
    await context.progress(done, total)
  }
}

/** One more than the highest code point. */
const LETTERS = 0x110000

/** Every letter and every pair of letters, case aside, and channel, sender and port, as numbers. */
function tokensOf({ text, channel_id, from_node_id, portnum }: Text): string {
  const tokens = new Set(
    [channel_id, from_node_id, portnum].map((value, field) =>
      String(LETTERS * LETTERS * (field + 1) + value),
    ),
  )
  const spellings = text.includes('İ') ? [text, text.toLowerCase()] : [text]
  for (const spelling of spellings) {
    let before: number | null = null
    for (const letter of spelling) {
      const point = folded(letter)
      tokens.add(String(point))
      if (before !== null) tokens.add(String(before * LETTERS + point))
      before = point
    }
  }
  return [...tokens].join(' ')
}

function folded(letter: string): number {
  if (letter === 'İ' || letter === 'ı') return 0x69
  if (letter === 'ς') return 0x3c3
  const small = [...letter.toLowerCase()]
  return (small.length === 1 ? small[0] : letter)?.codePointAt(0) ?? 0
}
