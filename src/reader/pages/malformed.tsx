import Type from 'typebox'
import { findMalformed, type MalformedRow } from '../../db/read/status.js'
import { Empty, PageHead } from '../components/parts.js'
import { Link, useWords } from '../components/site.js'
import { Clock } from '../components/time.js'
import { definePage } from '../page.js'

/** The last messages that could not be understood, as they came, for whoever looks for the fault. */
export const malformed = definePage({
  path: '/status/malformed',
  query: Type.Object({}),
  load: ({ db }) => findMalformed(db),
  title: (_rows, words) => words.malformed.title,
  view: (rows) => <MalformedView rows={rows} />,
})

function MalformedView({ rows }: { rows: MalformedRow[] }) {
  const { malformed: words } = useWords()
  return (
    <div class="stack">
      <PageHead title={words.title} about={words.about}>
        <Link href="/status">{words.back}</Link>
      </PageHead>
      {rows.length === 0 ? (
        <Empty icon="status">
          <p>{words.none}</p>
        </Empty>
      ) : (
        rows.map((row) => <Message key={row.malformed_id} {...row} />)
      )}
    </div>
  )
}

/** Everything here is from a stranger: shown as text, its direction kept apart. */
function Message({ import_time_us, reason, topic, payload }: MalformedRow) {
  const { malformed: words } = useWords()
  const bytes = Buffer.from(payload)
  return (
    <article class="card">
      <div class="card-head">
        <Clock time_us={import_time_us} />
        <span class="flag bad">{reason}</span>
        <bdi class="muted">{visible(topic)}</bdi>
      </div>
      {bytes.length === 0 ? (
        <p class="muted">{words.empty}</p>
      ) : (
        <pre class="bytes">{hexDump(bytes)}</pre>
      )}
    </article>
  )
}

/** Control characters and those that turn the direction of text, by their number. */
function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}

/** Sixteen bytes a line, and beside them the characters that they are in ASCII. */
function hexDump(bytes: Buffer): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const part = bytes.subarray(at, at + 16)
    const pairs = part.toString('hex').match(/../g) ?? []
    const text = part.toString('latin1').replace(/[^\x20-\x7e]/g, '.')
    lines.push(`${pairs.join(' ').padEnd(47)}  ${text}`)
  }
  return lines.join('\n')
}
