/** What of an OpenAPI document the reference page shows. */
export interface OpenApi {
  paths: Record<string, { get?: OpenApiOperation }>
}

interface OpenApiOperation {
  summary?: string
  description?: string
  tags?: string[]
  parameters?: OpenApiParameter[]
  responses?: Record<string, { content?: Record<string, { schema: Schema }> }>
}

interface OpenApiParameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: Schema
}

/** What of JSON Schema the endpoints use. */
interface Schema {
  type?: string
  description?: string
  default?: unknown
  minimum?: number
  maximum?: number
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
}

/** A row of a table of the page. */
export interface ReferenceRow {
  name: string
  type: string
  meaning: string
}

export interface ReferenceEndpoint {
  path: string
  /** For links within the page. */
  anchor: string
  summary: string
  description: string
  parameters: ReferenceRow[]
  fields: ReferenceRow[]
}

export interface ReferenceGroup {
  tag: string
  endpoints: ReferenceEndpoint[]
}

/** Tags in the order in which people look for them; others follow. */
const TAGS = ['nodes', 'packets', 'links', 'statistics', 'site']

/** The endpoints of an OpenAPI document by tag. */
export function readReference({ paths }: OpenApi): ReferenceGroup[] {
  const groups = new Map<string, ReferenceEndpoint[]>(TAGS.map((tag) => [tag, []]))
  for (const [path, { get }] of Object.entries(paths)) {
    if (get === undefined) continue
    const tag = get.tags?.[0] ?? 'other'
    const endpoints = groups.get(tag) ?? []
    endpoints.push(readEndpoint(path, get))
    groups.set(tag, endpoints)
  }
  const used = [...groups].filter(([, endpoints]) => endpoints.length > 0)
  return used.map(([tag, endpoints]) => ({ tag, endpoints }))
}

function readEndpoint(path: string, operation: OpenApiOperation): ReferenceEndpoint {
  const answer = Object.entries(operation.responses ?? {}).find(([code]) => code.startsWith('2'))
  const schema = answer?.[1].content?.['application/json']?.schema
  return {
    path,
    anchor: path.replace(/[^a-z]+/g, '-').replace(/^-|-$/g, ''),
    summary: operation.summary ?? '',
    description: operation.description ?? '',
    parameters: (operation.parameters ?? []).map(readParameter),
    fields: schema === undefined ? [] : readFields(schema, ''),
  }
}

function readParameter({ name, schema, description, ...rest }: OpenApiParameter): ReferenceRow {
  const { minimum, maximum } = schema
  const range =
    minimum !== undefined && maximum !== undefined
      ? `${minimum} to ${maximum}`
      : minimum !== undefined
        ? `${minimum} or more`
        : ''
  const usual = schema.default === undefined ? '' : `default ${String(schema.default)}`
  const where = rest.in === 'path' ? 'part of the path' : ''
  const meaning = [description ?? schema.description ?? '', range, usual, where]
  return { name, type: typeName(schema), meaning: meaning.filter((part) => part !== '').join('; ') }
}

/** Every field of an answer, with the way to it: `nodes[].long_name`. */
function readFields(schema: Schema, prefix: string): ReferenceRow[] {
  const variants = (schema.anyOf ?? [schema]).filter(hasFields)
  const rows = variants.flatMap((variant) => fieldsOf(variant, prefix))
  // Variants share fields: each is named once.
  const seen = new Set<string>()
  return rows.filter(({ name }) => !seen.has(name) && seen.add(name))
}

function hasFields(schema: Schema): boolean {
  return schema.properties !== undefined || schema.items !== undefined
}

function fieldsOf(schema: Schema, prefix: string): ReferenceRow[] {
  if (schema.items !== undefined) return readFields(schema.items, `${prefix}[]`)
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`
    const optional = schema.required?.includes(key) ? '' : ' (not always there)'
    const row = { name, type: typeName(field), meaning: `${meaningOf(field)}${optional}`.trim() }
    return [row, ...readFields(field, name)]
  })
}

function meaningOf(schema: Schema): string {
  const described = [schema, ...(schema.anyOf ?? [])].find((each) => each.description)
  return described?.description ?? schema.items?.description ?? ''
}

/** `integer or null`, `text[]`, `"healthy" or "migrating"`. */
function typeName(schema: Schema): string {
  if (schema.anyOf !== undefined) {
    return [...new Set(schema.anyOf.map((each) => typeName(each)))].join(' or ')
  }
  if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.items !== undefined) return `${typeName(schema.items)}[]`
  return schema.type === 'string' ? 'text' : (schema.type ?? 'anything')
}
