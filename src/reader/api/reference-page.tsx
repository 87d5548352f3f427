import type { FastifyInstance } from 'fastify'
import { PageHead } from '../components/parts.js'
import { Link, useWords } from '../components/site.js'
import type { ReaderContext } from '../context.js'
import { speechOf, tellLanguage } from '../language.js'
import { siteOf } from '../page.js'
import { menuOf } from '../pages/index.js'
import { renderDocument } from '../shell.js'
import {
  type OpenApi,
  type ReferenceEndpoint,
  type ReferenceGroup,
  type ReferenceRow,
  readReference,
} from './reference.js'

/** `GET /api`: the OpenAPI document for people, from our own origin and without script. */
export function referencePage(app: FastifyInstance, context: ReaderContext): void {
  app.get('/api', { schema: { hide: true } }, async (request, reply) => {
    const groups = readReference(app.swagger() as unknown as OpenApi)
    const speech = speechOf(context, request.headers)
    const site = siteOf(context, speech, menuOf(context.config, speech.words))
    tellLanguage(reply, speech)
    reply.type('text/html; charset=utf-8')
    return renderDocument({
      ...{ site, title: speech.words.apiPage.title, path: '/api' },
      children: <Reference groups={groups} />,
    })
  })
}

function Reference({ groups }: { groups: readonly ReferenceGroup[] }) {
  const { apiPage } = useWords()
  return (
    <div class="stack">
      <PageHead title={apiPage.title} about={apiPage.about}>
        <Link href="/api/openapi.json">{apiPage.openapi}</Link>
        <Link href="/docs/api.md">{apiPage.howTo}</Link>
      </PageHead>
      <p class="muted">{apiPage.conventions({ example: '{"error": "…"}' })}</p>
      {groups.map((group) => (
        <section key={group.tag} class="stack">
          <h2 class="section-title">{heading(group.tag)}</h2>
          {group.endpoints.map((endpoint) => (
            <Endpoint key={endpoint.path} endpoint={endpoint} />
          ))}
        </section>
      ))}
    </div>
  )
}

function heading(tag: string): string {
  return tag.charAt(0).toUpperCase() + tag.slice(1)
}

function Endpoint({ endpoint }: { endpoint: ReferenceEndpoint }) {
  const { apiPage } = useWords()
  const { path, anchor, summary, description, parameters, fields } = endpoint
  const isFixed = !path.includes('{') && path !== '/api/live'
  return (
    <article class="card stack" id={anchor}>
      <div class="card-head">
        <h3>{summary}</h3>
        {isFixed ? (
          <Link href={path}>
            <code>GET {path}</code>
          </Link>
        ) : (
          <code>GET {path}</code>
        )}
      </div>
      {description !== '' && <p>{description}</p>}
      {parameters.length > 0 && <Rows name={apiPage.parameter} rows={parameters} />}
      {fields.length > 0 && (
        <details>
          <summary>{apiPage.answer}</summary>
          <Rows name={apiPage.field} rows={fields} />
        </details>
      )}
    </article>
  )
}

function Rows({ name, rows }: { name: string; rows: readonly ReferenceRow[] }) {
  const { apiPage } = useWords()
  return (
    <div class="table-frame">
      <table class="table rows">
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col">{apiPage.type}</th>
            <th scope="col">{apiPage.meaning}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">
                <code>{row.name}</code>
              </th>
              <td>{row.type}</td>
              <td class="line muted">{row.meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
